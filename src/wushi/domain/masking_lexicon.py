"""The lexicon of masking (脱敏): surnames, words before and after a name, and words that only look like one.

Surnames: the hundred most frequent of the Ministry of Public Security's name report for 2020 (《二〇二〇年全国姓名报告》), and
those of 《百家姓》 that are still borne; compound ones from the same two. The other lists are our own, from the forms of speech
of hotline messages. Written in Simplified characters; masking folds the Traditional ones that it needs before it looks.
"""

from __future__ import annotations


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


def _characters(lines: str) -> frozenset[str]:
    return frozenset("".join(lines.split()))


def _in_turn(lines: str) -> tuple[str, ...]:
    """The longest first, so that a pattern does not stop at a shorter one."""
    return tuple(sorted(lines.split(), key=len, reverse=True))


# The surnames so frequent that one of them before a title is a surname and no given name.
FREQUENT = _characters("""
王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆
范汪廖石贾
""")
SURNAMES = FREQUENT | _characters("""
于金韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵万钱严武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂
章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房
滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋
商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝
区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓
修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由
""")
COMPOUND = _words("""
欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 长孙 宇文 夏侯 独孤 南宫 端木 闻人 澹台 轩辕 赫连 呼延
拓跋 申屠 太史 淳于 单于 完颜 钟离 百里 公羊 宗政 濮阳 西门 左丘 梁丘 东郭 欧侯 闾丘 第五 司空 鲜于 仲孙 万俟
乐正 亓官 公冶 巫马 漆雕
""")
# Surnames that are at least as often another word: they need a clear cue.
AMBIGUOUS = _characters("""
于和向任时应全成方连都来位国平公但由居相原利信单干解管路房车门区海明常强关满计经费能宁支索权官修池阳南班党司农古
元左安白高易余何那查边盘毛文金石水
""")
# Characters of speech: hardly a given name holds one.
NOT_GIVEN = _characters("""
的了是在我们不这个就都要以为上下到从被把给让对与和或及并且而但也还又再很太最没非于由所其者你他她它您谁什么怎哪吗
呢吧啊呀哦嗯说问请叫称报打找做看见听知应该须着号楼栋幢室块两几多每各某话住位处区县镇乡街路巷队房屋户口岁业主投诉
映助咨询议举等买卖租付交收费钱款热暖车停班校院局办站现此则却只些吃拿副委总
""")
# Second characters of a given name that are as often the beginning of what follows: 我叫王明家住….
FOLLOWS = _characters("""
家住在是的电身手联因从和与及或，被说来于现男女为性年本系地单户向今已对要想有也我他她去不了就均都将称把给到
""")
# A given name hardly ends with one of these: they end places, offices and things.
NO_NAME_ENDS = _characters("""
卡号码箱件话机信钱物房
村镇乡县市区组厂厅局校院店站社所部队员者们式费款表书楼长案事度量业务权益户品料位
""")
# Words that begin with a surname and are none.
NOT_NAMES = _words("""
高中 关爱 相关 任教 任课 高新 高铁 高速 高层 高度 高额 高价 高压 高龄 高考 高管 高等 高温 高峰 安置 安全 安装 安排 安静 安居 安保
马上 马路 马桶 方面 方便 方式 方案 方法 方向 方圆 于是 于此 任何 任意 任务 任职 时间 时候 时常 时期 金额 金融
金属 黄金 黄线 黄河 白天 白色 白领 张贴 张口 解决 解释 解除 解放 严重 严格 严禁 严肃 严厉 成为 成立 成本 成员
成绩 成都 全部 全体 全家 全区 全市 全国 全款 全程 全面 全额 万家 万达 万科 万元 石油 石头 平台 平时 平方 平米
平均 平房 路人 路灯 路口 路边 路面 车主 车位 车辆 车牌 车库 管理 管道 管委 管网 公司 公共 公开 公告 公示 公寓
公园 公交 公安 公路 公平 公摊 居民 居委 居住 房东 房屋 房产 房地 房价 房租 水电 水费 关于 关系 关注 关心 关闭
向上 向您 向贵 和谐 和平 和其 和我 单位 单元 单独 单方 单身 原来 原因 原本 原有 明显 明确 明天 明白 常年 常住
常常 常德 强烈 强制 强行 强调 边上 边缘 国家 国有 国土 国道 国庆 经常 经过 经济 经理 经营 费用 应当 应该 应届
应急 相关 相应 相信 相当 相互 利用 利益 信访 信息 信任 干部 干净 干扰 但是 由于 都是 都有 都在 来自 来到 来信
来电 位于 位置 何时 何人 何种 何处 曾经 程度 程序 江边 江苏 江西 湖南 夏天 夏季 陆续 范围 文件 文明 文化 文字
温度 温馨 温暖 施工 施行 易燃 易爆 余额 余款 余人 余户 钱款 武警 武装 武汉 常务 康复 齐全 毛坯 毛病 孔雀 欧洲
农民 农村 农业 农户 农历 司机 司法 古城 古镇 吉林 简单 简直 连续 连接 连锁 连带 连夜 党员 党组 党委 党支 费时
冷水 冷漠 冷暖 卫生 卫星 米左右 景区 景观 华润 华夏 游客 游泳 辛苦 辛勤 童年 季度 季节 左右 左侧 左边 盛大 纪委
纪律 纪检 舒适 符合 包括 包含 包车 包装 宁愿 宁夏 尚未 尚且 祝您 祝贺 祝好 甘肃 兰州 关键 申请 申报 申诉 殷切
章程 聂耳 庄稼 颜色 伍佰 乔迁 葛洲 牛奶 邢台 樊城 商品 商铺 商家 商户 商业 商场 荣誉 沙子 沙石 沙尘 师傅 师生
师资 官方 官员 封闭 封堵 谈话 谈判 原则 原告 班主 班级 班车 储存 劳动 劳务 劳资 皮肤 盘山 满意 满足 满五 楼上
楼下 楼道 楼层 楼盘 闻到 权利 权益 花园 花费 海勃 海鲜 海南 海北 区政 区域 区分 区别 豆腐 朴素 盖房 练车 井盖
祖辈 祖国 巴士 丰富 支付 支持 支路 支部 计划 计算 索要 索赔 宣传 宣布 晋升 初中 初步 门口 门店 门面 门诊 云南
容易 容量 敬请 敬礼 敬爱 普通 普遍 浦东 薄弱 阴雨 阴天 展览 智能 智障 幸福 幸亏 奉献 富裕 植物 修路 修建 修理
修复 那么 那边 那里 那个 那些 查询 查处 查看 印象 战士 战友 危险 危房 危害 玉米 银行 银杏 宾馆 利率 利息 揭露
元旦 元月 束手 信号 衣服 谢谢 谢先 许多 许可 罗列 何况 何必 何以 林业 林地 林木 田地 田里 董事 程某 雷电 雷雨
龙头 史上 万一 万般 孟春 金碧 周边 周围 周末 周一 周二 周三 周四 周五 周六 周日 周期 高某 唐突 黄色 黄昏 高发
高空 高烧 高血 高级 高校 高职 高三 高二 高一 高低 高昂 方才 石灰 石子 石材 阳台 阳光 阳性 南方 南北 南侧 南边
江南 项目 房源 房款 房号 车子 车费 车道 车站 车间 牛羊 羊肉 鲁莽 温泉 温饱 常规 常见 常态 毛巾 马桥 向阳 向前
安心 安宁 安抚 任凭 任由 任性 成功 成年 成交 成了 曾多 曾在 曾向 曾于 时代 时刻 时不 全职 全天 全新 单价 单据
管家 管控 管制 公积 公办 公益 公务 公证 公租 公职 公民 公厕 国企 国税 国网 居家 居中 白癜 白血 白条 文凭 金盆
毕业 丁字 丁克 包工 包干 包月 包租 包养 贺电 贺信 顾客 顾问 顾虑 莫名 莫非 莫大 汤圆 史料 尹某 段时 段落 段路
牛棚 申办 易拉 耿直 童装 凌晨 毕竟 裴某 霍乱 涂料 苗木 苗圃 谷物 曲线 曲折 骆驼 蓝色 蓝天 柴油 蒙古 蒙混 蒙受
鲍鱼 华为 喻为 蒲公 屈服 饶恕 艾滋 尤其 卓越 缪误 芦苇 麦子 党校 宫颈 卜算 席位 柏油 宗教 宗旨 桂花 应付 应对
闵行 苟且 边界 姬某 仇恨 桑树 郎某 丛林 巩固 池塘 池子 麻烦 麻将 麻木 迟到 迟迟 官僚 惠民 惠农 乐意 郁闷 燕子
楚雄 劳模 粟米 位子 厉害 伊始 强拆 强迫 帅气 盖章 廉租 廉价 漆黑 索性 宣称 来访 来回 都说 都会 都要 元整 元钱
元左 通知 通过
""")
# After these a name follows for certain, also one without a surname of the list (巴特尔, 斯琴高娃, 阿依古丽·买买提).
CUES = _in_turn("""
我叫 我名叫 本人叫 本人名叫 姓名 联系人 名字是 诉求人姓名
""")
# After these a name may follow: it must begin with a surname and end where a name ends.
WEAK_CUES = _in_turn("""
业主 名叫 名字 全名 签名 署名 落款 法人代表 原名 曾用名 又名 我是 本人是 本人 户主 房主 房东 租客 租户 住户 投诉人
反映人 反应人 申请人 当事人 来电人 诉求人 举报人 求助人 信访人 留言人 上访人 报警人 市民 村民 居民 患者 病人
死者 伤者 受害人 家属 学生 孩子 儿子 女儿 丈夫 老公 妻子 老婆 爱人 父亲 母亲 爸爸 妈妈 爷爷 奶奶 外公 外婆 哥哥
弟弟 姐姐 妹妹 孙子 孙女 邻居 车主 司机 店主 老板 员工 工人 农民 残疾人 老人 监护人 委托人 代理人 收件人 寄件人
收款人 户名 工友 同事 朋友 室友 男友 女友 前妻 前夫 公公 婆婆 岳父 岳母 侄子 外甥 叔叔 伯伯 姑姑 舅舅 担保人
被告 原告 负责人 包工头 法人 老师
""")
# What a person is called after the name, outside of office.
TITLES = _in_turn("""
先生 女士 小姐 大爷 大妈 大叔 大娘 大姐 大哥 阿姨 老人 同学 同志 师傅 老先生 老太太 奶奶 爷爷 婆婆 小朋友
""")
# Names by office: they tell whose conduct is meant, so staff read them; what is released to the public does without.
OFFICE_TITLES = _in_turn("""
书记 主任 局长 所长 科长 处长 校长 院长 镇长 乡长 村长 队长 站长 警官 经理 医生 老师 法官 教练 组长 律师 会长
董事长 总经理 厅长 部长 区长 市长 县长 州长 股长 主席 支书 秘书长 教授 医师 护士 指导员 教导员
""")
# Parts of names as Mongolian ones are written in Chinese characters: common ones, from no list but everyday acquaintance.
MONGOLIAN = _in_turn("""
其木格 其其格 高娃 巴特尔 图雅 托娅 苏日娜 格日勒 巴雅尔 阿拉坦 孟和 宝音 乌云 娜仁 那仁 萨仁 斯琴 额尔德 布和 朝鲁 那顺 敖特根
德力格 通拉嘎 乌日娜 哈斯 牧仁 满都拉 赛音 吉日嘎 毕力格 白音 道尔吉 扎布 苏和 塔娜 阿木尔 恩和 巴图 朝克图 特木尔 铁木尔 图门
青格勒 旺吉勒 乌力吉 都古尔 苏布德 阿茹娜 阿古拉 呼格吉 娜日 萨日娜 乌兰 格根 查干巴 达来 斯日古楞 额日敦 朝伦 莫日根 布仁 温都苏
""")
