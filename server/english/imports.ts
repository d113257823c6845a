import type { Messages } from "./messages.ts";

/** Of a whole file. Faults of a row travel as codes and are worded by the pages. */
export const imports: Messages = {
  // The file
  "请选择一个不为空的文件。": "Please choose a file that is not empty.",
  "上传的内容不完整，请重新选择文件。": "The upload is not complete. Please choose the file again.",
  "文件超过 {max:number} MB，没有读取。请分成几个文件后再上传。":
    "The file is larger than {max} MB and was not read. Please split it and upload again.",
  "文件超过 {max:number} MB，请分成几个文件后再上传。": "The file is larger than {max} MB. Please split it and upload again.",
  "文件是空的。": "The file is empty.",
  "这是旧版 xls 或加了密码的表格，请另存为不带密码的 xlsx 或 CSV。":
    "This is an old xls file or one with a password. Please save it as xlsx or CSV without a password.",
  "这是{what:text}，不是表格。请上传 CSV 或 xlsx 文件。": "This is {what}, not a spreadsheet. Please upload a CSV or xlsx file.",
  "PDF 文档": "a PDF document",
  图片: "a picture",
  程序: "a program",
  压缩包: "a compressed archive",
  "没有读完，请再试一次。": "Reading did not finish. Please try again.",
  "有其他表格正在处理，请稍等几秒再试。": "Other files are being read. Please wait a few seconds and try again.",
  "读取超过{seconds:number}秒，已停止。请分成几个较小的文件，或另存为 CSV 后再上传。":
    "Reading took more than {seconds} s and was stopped. Please split the file, or save it as CSV, and upload again.",
  "读取这个文件的程序意外结束，文件可能已损坏。请另存为 CSV 后再上传。":
    "The program that reads this file ended unexpectedly; the file may be damaged. Please save it as CSV and upload again.",
  "这个文件展开后太大，已停止读取。请分成几个文件，或另存为 CSV 后再上传。":
    "Unpacked, this file is too large; reading was stopped. Please split it, or save it as CSV, and upload again.",

  // Rows and columns
  "只有表头，没有数据行。": "There are headings only and no rows.",
  "有{rows:number}行，超过一次导入的上限{max:number}行，请分成几个文件。":
    "There are {rows} rows, more than the {max} of one import. Please split the file.",
  "表格有{count:number}列，超过{max:number}列，不是名单。": "The file has {count} columns, more than {max}; this is no list.",
  "缺少必需的列：{names:list}。请对照模板的表头，列的先后不限。":
    "Required columns are missing: {names}. Please compare the headings with the template; columns may come in any order.",

  // CSV
  "第{line:number}行附近": "Near line {line}",
  文件中: "Somewhere in the file",
  "{at:text}有一行过长（超过100万字），可能缺了换行或引号没有成对。":
    "{at} a row is too long (over a million characters): a line break may be missing, or quotation marks are not in pairs.",
  "{at:text}的引号没有成对，文件后半部分无法读取。": "{at} quotation marks are not in pairs; the rest of the file cannot be read.",
  "{at:text}的引号或分隔符不合规，无法读取。请在表格软件里另存为“CSV UTF-8”后再上传。":
    "{at} quotation marks or separators are wrong and cannot be read. Please save the file as “CSV UTF-8” in your spreadsheet program and upload again.",
  "不是文字表格：文件里有空字节。请上传 CSV 或 xlsx 文件。": "This is no text table: it has null bytes. Please upload a CSV or xlsx file.",
  "文字编码无法识别。请在表格软件里另存为“CSV UTF-8”或 xlsx 后再上传。":
    "The text encoding was not recognised. Please save the file as “CSV UTF-8” or xlsx in your spreadsheet program and upload again.",
  "文件标明是 UTF-8，却含有不合规的字节，可能已损坏。": "The file says it is UTF-8 but has bytes that are not; it may be damaged.",
  "文件标明是 UTF-16，却含有不合规的字节，可能已损坏。": "The file says it is UTF-16 but has bytes that are not; it may be damaged.",

  // xlsx
  "压缩包里有{count:number}个文件，超过{max:number}个，不是正常的表格文件。":
    "The archive holds {count} files, more than {max}; this is no ordinary spreadsheet.",
  "压缩包里的文件过多，不是正常的表格文件。": "The archive holds too many files; this is no ordinary spreadsheet.",
  "表格文件解开后超过200 MB，已停止读取。": "Unpacked, the spreadsheet is larger than 200 MB; reading was stopped.",
  "表格文件的压缩比超过100:1，疑似压缩炸弹，已停止读取。":
    "The spreadsheet is compressed more than 100:1, which looks like a decompression bomb; reading was stopped.",
  "xlsx 文件已损坏，无法解开。请重新另存后再上传。":
    "The xlsx file is damaged and cannot be unpacked. Please save it anew and upload again.",
  "不是 xlsx 表格：压缩包里没有工作簿。请在表格软件里另存为 xlsx 或 CSV。":
    "This is no xlsx spreadsheet: the archive has no workbook. Please save it as xlsx or CSV in your spreadsheet program.",
  "表格文件里有重名的部分，可能已损坏或被改动。": "Parts of the spreadsheet have the same name; it may be damaged or tampered with.",
  "表格文件有密码，请去掉密码后再上传。": "The spreadsheet has a password. Please remove it and upload again.",
  "表格里有外部链接、嵌入对象或宏，请另存为不含这些内容的 xlsx，或另存为 CSV。":
    "The spreadsheet has external links, embedded objects or macros. Please save it as xlsx without them, or as CSV.",
  "表格文件里有符号链接，已拒绝。": "The spreadsheet has symbolic links and was refused.",
  "不是完整的 xlsx 文件，可能已损坏或改过扩展名。请重新另存为 xlsx 或 CSV。":
    "This is no complete xlsx file; it may be damaged or renamed. Please save it anew as xlsx or CSV.",
  "表格文件里有外部实体定义，已拒绝。": "The spreadsheet defines external entities and was refused.",
  "表格里引用了外部文件，已拒绝。": "The spreadsheet refers to external files and was refused.",
  "xlsx 文件的内容无法解析，可能已损坏：请重新另存后再上传。{more:text}":
    "The content of the xlsx file cannot be read; it may be damaged. Please save it anew and upload again.{more}",
  "（内容过大）": " (The content is too large.)",
  "xlsx 文件里没有工作表。": "The xlsx file has no sheet.",
  "第一张工作表有{count:number}列，超过{max:number}列，不是名单。":
    "The first sheet has {count} columns, more than {max}; this is no list.",

  // The import
  "没有这种导入。": "There is no such kind of import.",
  "您没有导入的权限。": "You do not have the right to import.",
  "没有这次导入，或它不是您发起的。": "There is no such import, or somebody else started it.",
  "还有{count:number}行有误，请改正文件后重新上传。": "Rows still have faults ({count}). Please correct the file and upload it again.",
  "预览已过期，请重新上传。": "The preview has expired. Please upload again.",
  "预览之后名录有了变动，没有写入任何内容。请重新上传，预览后再确认。":
    "The directory has changed since the preview; nothing was written. Please upload again and confirm after the new preview.",
  "初始密码单已删除：已确认保存，或已超过24小时。":
    "The sheet of initial passwords was deleted: it was confirmed as kept, or 24 hours have passed.",
  "只有 csv 与 xlsx 两种格式": "There are two formats, csv and xlsx.",
};
