import type { Messages } from "./messages.ts";

export const administration: Messages = {
  // Who may
  "您没有这项管理权限。": "You do not have this right of administration.",
  "管理页面只能从指定的网络地址进入。": "The administration pages open only from certain network addresses.",
  "访问令牌不能用于管理操作。": "An access token cannot be used for administration.",
  "没有找到这个人。": "This person was not found.",
  "没有找到这个人，或不在您管理的范围内。": "This person was not found, or is not within your reach.",
  "省级管理人员的职务由安全管理员办理。": "Offices of province administrators are handled by the security administrator.",
  "不能对自己的账号做管理操作，请由另一位管理员办理。": "You cannot administer your own account. Please ask another administrator.",
  "此人已注销账号，不能再作管理操作。": "This person has closed the account; it can no longer be administered.",
  "此人的账号属于其他单位，请由该单位的管理员或安全管理员办理。":
    "This account belongs to another unit. Please ask that unit's administrator or the security administrator.",
  "此人在您管理的范围之外还有职务，请由安全管理员办理。":
    "This person also holds offices outside your reach. Please ask the security administrator.",
  "此人与您同为一个单位的管理员，请由上级单位的管理员或安全管理员办理。":
    "You are both administrators of the same unit. Please ask the administrator of the unit above or the security administrator.",
  "此人没有登记手机号。": "This person has registered no phone number.",
  "此人有运行职责或省级管理职务，而尚未启用两步验证，此时不能重置密码。请本人登录后先启用；本人已无法登录的，请先结束其职务。":
    "This person holds a duty of operation or administers the province and has not enabled two-step verification, so the password cannot be reset now. Please let the person sign in and enable it first; if the person can no longer sign in, end the office first.",

  // Roles and unit administrators
  "这个角色不能授予这类单位的人员。": "This role cannot be given to people of this kind of unit.",
  "这个称号不属于所选角色。": "This designation does not belong to the chosen role.",
  "没有这个称号。": "There is no such designation.",
  "不能给自己授予角色，请由另一位管理员办理。": "You cannot give yourself a role. Please ask another administrator.",
  "不能结束自己的角色，请由另一位管理员办理。": "You cannot end your own role. Please ask another administrator.",
  "不能任命自己，请由另一位管理员办理。": "You cannot appoint yourself. Please ask another administrator.",
  "不能免去自己，请由上级单位的管理员或安全管理员办理。":
    "You cannot dismiss yourself. Please ask the administrator of the unit above or the security administrator.",
  "此人的账号已停用，请先启用。": "This account is disabled. Please enable it first.",
  "运行人员不得兼有业务角色。": "An operator cannot hold a business role.",
  "运行人员不得兼任单位管理员。": "An operator cannot be a unit administrator.",
  "运行人员不得兼任省级管理。": "An operator cannot administer the province.",
  "没有这个单位，或不在您管理的范围内。": "There is no such unit, or it is not within your reach.",
  "没有这个单位，或须由上级单位的管理员办理。": "There is no such unit, or the administrator of the unit above has to do this.",
  "这个单位已停用，不能再授予角色。": "This unit is closed; no more roles can be given there.",
  "这个单位已停用。": "This unit is closed.",
  "这个单位已不存在。": "This unit no longer exists.",
  "任期的最后一天不能早于今天。": "The last day of the term cannot lie before today.",
  "此人在这个单位已有同样范围的这个角色。": "This person already holds this role with the same scope in this unit.",
  "请选择这个角色的范围。": "Please choose the scope of this role.",
  "这个范围不属于该单位，请重新选择。": "This scope does not belong to the unit. Please choose again.",
  "没有这个角色，或它已经结束。": "There is no such role, or it has ended already.",
  "教育行政部门与教研机构的管理员须由第二人批准，请提出申请。":
    "Administrators of education departments, bureaux and institutes need a second person's approval. Please ask for it.",
  "此人已是这个单位的管理员。": "This person already administers this unit.",
  "此人不是这个单位的管理员。": "This person does not administer this unit.",

  // Requests that a second person decides
  "您没有提出这类申请的权限。": "You do not have the right to ask for this.",
  "不能为自己提出申请，请由另一位管理员提出。": "You cannot ask on your own behalf. Please let another administrator ask.",
  "此人已有一项“{kind:text}”申请在等待批准。": "A request of the kind “{kind}” for this person is waiting already.",
  "请写明不批准的理由。": "Please give the reason for refusing.",
  "申请须由第二人决定，不能自己批准自己的申请。": "A second person has to decide; nobody approves their own request.",
  "不能决定关于自己的申请。": "You cannot decide a request that concerns yourself.",
  "没有这项申请。": "There is no such request.",
  "申请人已不再具有提出这项申请的权限，请退回此申请。":
    "The asking person no longer has the right to ask for this. Please refuse the request.",
  "这项申请已过期，请重新提出。": "This request has expired. Please ask again.",
  "这项申请已有结果，请刷新页面查看。": "This request is settled. Please reload the page.",
  "省级管理须来自省级教育行政部门或教研机构。": "A province administrator comes from the provincial education department or an institute.",
  "此人已是这个省的省级管理。": "This person already administers this province.",
  "学校、持有单位与工作室的管理员可直接任命，不需要批准。":
    "Administrators of schools, holders and studios are appointed directly; no approval is needed.",
  "此人没有启用两步验证。": "This person has not enabled two-step verification.",
  "此人的密码由他人重置，本人尚未改过，此时不能再重置两步验证。本人已无法登录的，请先结束其职务。":
    "Somebody else has reset this person's password and the person has not changed it since, so two-step verification cannot be reset now. If the person can no longer sign in, end the office first.",

  "此人的密码由您重置，而两步验证在那之后才启用（或尚未启用）。任命不能由一人经手：请由另一位有权申请的人提出。":
    "You reset this person's password, and two-step verification was enabled only after that, or not yet. One person alone cannot bring about an appointment: please let somebody else with the right ask for it.",
  "此人的初始密码由您发放。任命不能由一人经手：请由另一位有权申请的人提出。":
    "You gave this person the initial password. One person alone cannot bring about an appointment: please let somebody else with the right ask for it.",
  "此人的密码由申请人发放或重置，不能批准。请退回，由另一位有权申请的人重新提出。":
    "The asking person gave or reset this person's password, so this cannot be approved. Please refuse it and let somebody else with the right ask again.",
  "此人的密码由您重置，而两步验证在那之后才启用（或尚未启用）。请由另一位有权批准的人决定。":
    "You reset this person's password, and two-step verification was enabled only after that, or not yet. Please let somebody else with the right decide.",
  "此人的初始密码由您发放。请由另一位有权批准的人决定。":
    "You gave this person the initial password. Please let somebody else with the right decide.",

  // Duties of operation
  "请先由本人在“账号—安全”里启用两步验证，再办理这项任命。":
    "Please let the person enable two-step verification under Account, Security before this appointment.",
  "此人的账号已停用，不能授予运行职责。": "This account is disabled and cannot be given a duty of operation.",
  "此人已是{duty:text}；一个账号只能有一项运行职责。":
    "This person already holds a duty ({duty}); an account has one duty of operation only.",
  "此人曾任{duty:text}，账号不能改任另一项职责；请另用一个账号。":
    "This person once held another duty ({duty}); an account never changes to another duty. Please use another account.",
  "此人有业务角色、空间成员资格或单位管理职务，不能兼任运行职责；请先结束这些职务，或另用一个账号。":
    "This person has a business role, a membership or an office of a unit and cannot hold a duty of operation as well. Please end those first, or use another account.",
  "这是最后一位{duty:text}，请先另行任命一位。": "This is the last holder of the duty ({duty}). Please appoint another one first.",
  "此人已不是{duty:text}。": "This person no longer holds the duty ({duty}).",

  // Invitations
  "邀请码不正确。请核对链接或邀请码，或请邀请人重新发送。":
    "The invitation code is wrong. Please check the link or the code, or ask the inviter to send it again.",
  "这项邀请已被撤销，请联系邀请人。": "This invitation has been revoked. Please ask the inviter.",
  "这项邀请已过期，请联系邀请人重新邀请。": "This invitation has expired. Please ask the inviter for a new one.",
  "这项邀请已用完，请联系邀请人重新邀请。": "This invitation has been used up. Please ask the inviter for a new one.",
  "邀请加入的单位已停用，这项邀请不再有效。": "The unit of this invitation is closed; the invitation no longer counts.",
  "邀请加入的空间已归档，这项邀请不再有效。": "The workspace of this invitation is archived; the invitation no longer counts.",
  "邀请人已不再具有邀请的权限，请联系对方重新邀请。": "The inviter no longer has the right to invite. Please ask for a new invitation.",
  "请选择本方的参与单位。": "Please choose a unit of your own side.",
  "这个角色不属于您所在的一方。": "This role does not belong to your side.",
  "这个角色的范围与所选单位不符，请换一个角色或单位。":
    "The scope of this role does not fit the chosen unit. Please choose another role or unit.",
  "这个空间没有写明地区或成果，不能邀请这个角色。":
    "This workspace states no region or achievement, so nobody can be invited to this role.",
  "首次设置已经完成，运行职责须提出申请并由第二人批准。":
    "The first set-up is over; a duty of operation is asked for and approved by a second person.",
  "已有{duty:text}。": "The duty is held already ({duty}).",
  "给{duty:text}的邀请还有效；如链接遗失，请先撤销再重新邀请。":
    "An invitation to this duty ({duty}) is still valid. If the link is lost, revoke it first and invite again.",
  "没有这项邀请。": "There is no such invitation.",
  "这项邀请已经撤销。": "This invitation has been revoked already.",
  "运行职责须使用新的账号，请退出登录后再打开这个链接。":
    "A duty of operation needs a new account. Please sign out and open this link again.",
  "运行人员不得兼有业务角色，不能接受这项邀请。": "An operator cannot hold a business role and cannot accept this invitation.",
  "不能接受自己发出的邀请。": "You cannot accept your own invitation.",
  "您已经接受过这项邀请。": "You have accepted this invitation already.",
  "这项职责已有人担任，邀请不再有效。": "Somebody holds this duty already; the invitation no longer counts.",

  // Set-up and fields
  "首次设置已经完成，或不需要首次设置。": "The first set-up is over, or none is needed.",
  "首次设置已经完成。": "The first set-up is over.",
  "设置码不正确。请核对终端上最近一次启动时显示的设置码。":
    "The set-up code is wrong. Please compare it with the one the server's console showed at its latest start.",
  "请填写终端上显示的设置码。": "Please enter the set-up code shown on the server's console.",
  "设置码过长。": "The set-up code is too long.",
  "请填写姓名或岗位名称。": "Please enter the name or the post.",
  "请选择。": "Please choose.",
  "请写明理由。": "Please give the reason.",
  "理由最多 {max:number} 个字。": "A reason has at most {max} characters.",
  "职务称谓最多 {max:number} 个字。": "A title has at most {max} characters.",
  "日期应写成 2026-11-21 这样。": "Please write the date like 2026-11-21.",
  "两次填写的密码不一致。": "The two passwords are not the same.",
  "手机号过长。": "The phone number is too long.",
  "请选择角色。": "Please choose a role.",
  "请选择职责。": "Please choose a duty.",
  "有效期为 1 到 {max:number} 天。": "An invitation is valid for 1 to {max} days.",
  "可用次数为 1 到 {max:number}。": "An invitation can be used 1 to {max} times.",
  "备注最多 100 个字。": "A note has at most 100 characters.",
  "意见最多 {max:number} 个字。": "A remark has at most {max} characters.",
  "查找的文字不超过 60 字。": "The text to find has at most 60 characters.",
};
