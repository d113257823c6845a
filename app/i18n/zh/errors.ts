/** Of the pages that stand in for one that failed. What an action or a field lacks the server says itself. */
export const errors = {
  title: {
    notFound: "没有找到",
    forbidden: "没有权限",
    unauthenticated: "请先登录",
    storageUnavailable: "暂时无法保存",
    internal: "服务器出错了",
  },
  helpStorage: "服务器暂时无法保存，可继续阅读，稍后会自动恢复。",
  helpNotFound: "地址可能抄错了，文稿可能已被移走，也可能这个空间里没有您。需要加入时，请联系本方负责人。",
  helpForbidden: "这一页需要另外的权限；您能看到的其他内容没有变。需要时请联系本方负责人。",
  helpInternal: "已写下的文字不受影响。请稍后重新打开；若仍然如此，请把下面的编号告诉系统管理员。",
  requestId: "编号",
  toDesk: "回到工作台",
  reload: "重新打开",
};
