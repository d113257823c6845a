import type { Messages } from "./messages.ts";

/** Workspaces and their plans. */
export const workspaces: Messages = {
  // Members
  "此人不在本方单位的名单里，或已经是成员。": "This person is not on the list of your side's units, or is a member already.",
  "本方没有这位成员。": "Your side has no such member.",
  "这是本方最后一位负责人，请先添加另一位负责人，再结束其成员资格。":
    "This is the last person in charge of your side. Please add another one before ending the membership.",
  "这一方已有负责人，成员由其负责人管理。": "This side has a person in charge, who manages its members.",
  "指导与管理一方没有这位成员。": "The guiding side has no such member.",
  "您已经是这个空间的成员。": "You are a member of this workspace already.",
  "种子教师须来自学校。": "A seed teacher comes from a school.",
  "区域负责人须来自教育局或教研机构。": "A region officer comes from an education bureau or an institute.",
  登录名不超过64字: "A login name has at most 64 characters.",
  请选择角色: "Please choose a role.",
  "职务称谓不超过{max:number}字": "A title has at most {max} characters.",
  "请从名单里选择人员，或填写登录名": "Please choose a person of the list, or enter a login name.",
  "所选的人不在这一方单位的名单里，或已经是成员。": "The chosen person is not on the list of this side's units, or is a member already.",
  首批负责人不超过20人: "There are at most 20 first managers.",

  // Units
  "请选择单位。": "Please choose a unit.",
  请选择单位: "Please choose a unit.",
  "这个单位已经在本空间里。": "This unit is in the workspace already.",
  "本空间没有这个单位。": "The workspace has no such unit.",
  "这类空间没有这一方。": "This kind of workspace has no such side.",
  "“{name}”不能作为{side:text}。": "“{name}” cannot stand on this side ({side}).",
  "“{name}”不在所选地区内。": "“{name}” does not lie in the chosen region.",
  "联盟至少要有两所学校。": "An alliance has at least two schools.",
  "请选择成果持有方的单位。": "Please choose a unit for the holder's side.",
  "请选择成果应用方的单位。": "Please choose a unit for the applicant's side.",
  "“{name}”还有{count:number}位成员，请本方负责人先结束其成员资格。":
    "“{name}” still has members ({count}). Please let the person in charge of the side end their memberships first.",
  "“{name}”还有{count:number}份方案，不能移出。": "“{name}” still has plans ({count}) and cannot be removed.",
  "“{name}”是牵头单位，不能移出。": "“{name}” leads its side and cannot be removed.",
  "同一个单位只能列一次。": "Each unit can be listed once only.",
  "没有其中的一个单位，请重新选择。": "One of the units does not exist. Please choose again.",
  "邀请所写的单位已不在这个空间里，请向邀请人索取新的邀请。":
    "The unit of the invitation is no longer in this workspace. Please ask the inviter for a new one.",
  请选择这个单位的一方: "Please choose the side of this unit.",
  请选择一方: "Please choose a side.",
  "承担的工作不超过{max:number}字": "What it undertakes has at most {max} characters.",
  "参加单位不超过{max:number}个": "There are at most {max} units.",

  // Appointments by the province
  "不能任命自己。确须阅读草稿的，请写明事由打开草稿。":
    "You cannot appoint yourself. Where you do need to read drafts, please open them and give the reason.",
  "所选的人是本省的省级管理，不能任命到空间里，请另选一位。":
    "The chosen person administers this province and cannot be appointed to a workspace. Please choose somebody else.",

  // The workspace
  "这个空间已归档，不再接受新成员。": "This workspace is archived and takes no new members.",
  "这个空间已经归档。": "This workspace is archived already.",
  "这个空间没有归档。": "This workspace is not archived.",
  "空间已归档，请先恢复再改动。": "The workspace is archived. Please restore it before changing anything.",
  "已有同一配对的空间“{name}”，请在其中继续。": "There is a workspace of the same pairing, “{name}”. Please go on there.",
  "请选择成果。": "Please choose an achievement.",
  "请选择学科。": "Please choose a subject.",
  "请选择学段。": "Please choose a stage.",
  请选择空间的类别: "Please choose the kind of workspace.",
  请选择地区: "Please choose a region.",
  没有这项成果: "There is no such achievement.",
  没有这个学科: "There is no such subject.",
  没有这个学段: "There is no such stage.",
  "目的不超过{max:number}字": "The purpose has at most {max} characters.",
  周期不超过60字: "The cycle has at most 60 characters.",
  "依据不超过{max:number}字": "The basis has at most {max} characters.",

  // Opened drafts
  "您已打开这个空间的草稿。": "You have opened the drafts of this workspace already.",
  "您本来就可以阅读这个空间的草稿。": "You may read the drafts of this workspace anyway.",
  "这个空间的草稿没有打开。": "The drafts of this workspace are not open.",

  // Plans
  "联盟空间里只写一校一策。": "An alliance writes school plans only.",
  "本空间还没有应用方单位。": "The workspace has no applicant unit yet.",
  "一校一策须由本空间里的学校来写。": "A school plan is written by a school of this workspace.",
  请选择一种模板: "Please choose a template.",
  请填写方案名称: "Please enter the name of the plan.",
  "方案名称不超过{max:number}字": "The name of a plan has at most {max} characters.",
  单位代码过长: "The code of the unit is too long.",
  请给这一版起个名称: "Please name this version.",
  "版本名称不超过{max:number}字": "The name of a version has at most {max} characters.",
  "说明不超过{max:number}字": "A note has at most {max} characters.",
  "没有找到这一版。": "This version was not found.",
  "这份方案还没有提交或发布，您可在提交后查看。":
    "This plan has been neither submitted nor published yet. You can read it once it is submitted.",
};
