/** Common passwords and the words most are made of, lower case. Years, dates, runs and repetitions are recognised by rule. */
export const WEAK_PASSWORDS: readonly string[] = (
  "password passwd passw0rd pass word admin administrator root superuser super guest user test tester testing demo default changeme letmein " +
  "welcome login master system sysadmin manager secret private public server oracle mysql postgres sqlserver tomcat weblogic nginx redis " +
  "iloveyou iloveu loveyou lovely love princess sunshine shadow dragon monkey football baseball basketball soccer michael jordan superman " +
  "batman starwars pokemon computer internet windows google baidu tencent alibaba taobao wechat weixin weibo huawei xiaomi samsung iphone " +
  "android apple freedom whatever trustno hello helloworld world china beijing shanghai guangzhou shenzhen lanzhou gansu longnan tianshui " +
  "qingyang dingxi wuwei zhangye jiuquan jiayuguan jinchang baiyin pingliang linxia gannan jiaoyu jiaoyuju jiaoyuting jiaoshi laoshi " +
  "teacher school xuexiao xuesheng student zhongxue xiaoxue daxue university college education jiaoyan jiaoyanyuan jiaoyanshi gongyan " +
  "gongzuoshi keti keyan chengguo tuiguang mima denglu guanliyuan guanli yonghu xitong ceshi moren chushi zhanghao anquan " +
  "woaini woaiwo aini woaizhongguo woaizuguo zhongguo zhonghua wode nihao nihaoma xiexie zaijian baobei baobao laopo laogong mama baba " +
  "haohaoxuexi tiantianxiangshang fighting jiayou woshi shishui zhidao buzhidao wangjile wangji qwerty qwer asdf zxcv qaz wsx edc abc abcd " +
  "abc123 abcd1234 a1b2c3d4 a123456 a12345678 aa123456 aa12345678 qq123456 woaini1314 5201314 1314520 520520 1314 520 521 147258369 " +
  "147258 258369 963852741 789456123 456789 123321 112233 11223344 121212 123123 123qwe qwe123 1q2w3e 1q2w3e4r 1q2w3e4r5t zaq12wsx " +
  "zaq1zaq1 1qaz2wsx q1w2e3r4 asd123 asdasd qweasd qweasdzxc p@ssw0rd p@ssword passw0rd! admin123 admin888 admin666 root123 test123 user123 " +
  "88888888 66666666 666888 888666 168168 518518 112358 314159 31415926 159357 753951 741852963 852963 " +
  "tianan tiananmen maozedong xinnian kuaile shengri shengrikuaile pingan jixiang fafafa facai gongxi gongxifacai longnianda zhuni " +
  "jiaowuchu bangongshi jiaodao banzhuren yuwen shuxue yingyu wuli huaxue shengwu lishi dili zhengzhi tiyu yinyue meishu kexue xinxi " +
  "kindergarten youeryuan sanhao sanhaoxuesheng hongqi wuxinghongqi renmin fuwu weirenminfuwu buwangchuxin " +
  "summer winter spring autumn january february monday friday sunday family friend happy lucky angel flower butterfly chocolate cookie " +
  "banana orange cherry purple yellow silver golden diamond crystal phoenix tiger eagle lion panda xiongmao penguin " +
  "access control office group company enterprise security safe safety backup temp temporary newpass newpassword mypassword mypass " +
  "密码 管理员 教育局 教育厅 教研室 老师 学校 我爱你 我爱中国 一二三四 您好 你好 生日快乐 新年快乐 好好学习 天天向上"
)
  .split(" ")
  .filter((word) => word !== "");
