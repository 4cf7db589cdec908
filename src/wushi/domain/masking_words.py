"""Cue words (脱敏线索词): what stands before a number and says what it is."""

from __future__ import annotations

import re

from wushi.domain.masking_folds import GAP, NUMERAL

_SAYS = r"(?:号码|号|卡号|编号|帐号|账号|ID|id)?[\s:=,是为的叫\"“”'()\->→]{0,5}"

# --- what a number is ----------------------------------------------------------------------------------------------------

TELEPHONE = re.compile(
    r"电话|手机|联系|号码|致电|来电|拨打|打给|事打|请打|打我|的号|短信|微信|微x|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone|☎|📱|座机|call|热线"
)
CALL = re.compile("电话|手机")
ID = re.compile(r"身份|证件|证号")
CARD = re.compile(
    r"银行卡|卡号|账号|帐号|账户|帐户|存折|户头|工资卡|储蓄|借记|信用卡|社保卡|打到|转到|汇到|农行|工行|建行|中行|交行|邮储|信用社|农商行"
)
# A row of digits after these is no card, whatever its check digit says.
OTHER_NUMBER = re.compile(
    r"订单|单号|编号|工单|受理|回执|发票|案号|流水|文号|运单|快递|信用代码|税号|条码|凭证|合同号|许可证|备案|项目代码|户号|表号"
)
OFFICE = re.compile(
    r"局|办公|办事|物业|公司|中心|热线|客服|医院|学校|政府|街道|社区|单位|派出所|法院|银行|窗口|部门|大队|支队|服务台|"
    r"总机|前台|投诉电话|举报电话|监督电话|咨询电话|值班|公安|城管|供电|水务|燃气|商家|店|厂|酒店|营业厅|管理处|委员会|居委|村委|站|股|项目部|宽带|维修|业务|区里|县里|市里|协会|学会|保险|驾校|幼儿园|园区|工地"
)  # fmt: skip
HOME = re.compile(r"住宅|家庭|家里|宅电|家电|诉求人|来电人|投诉人|反映人|户主|本人")
DOCUMENT_NUMBER = re.compile(
    r"(?:身份证|证件|护照|通行证|回乡证|台胞证|军官证|士兵证|警官证|驾驶证|驾照|居住证|社保卡|医保卡|社保|医保|学籍|残疾证|军人证|老年证|退役证)"
    rf"{_SAYS}([A-Za-z]{{0,4}}(?:{GAP}[0-9]){{5,24}}[A-Za-z×]?)(?![0-9])"
)
CARD_NUMBER = re.compile(
    r"(?:银行卡|卡号|存折|工资卡|储蓄卡|借记卡|信用卡|农行卡|工行卡|建行卡|收款账户|收款账号|个人账户|个人账号|银行账号|银行帐号)"
    rf"{_SAYS}([1-9](?:{GAP}[0-9]){{11,21}})(?![0-9A-Za-z{NUMERAL}])"
)
TELEPHONE_NUMBER = re.compile(
    r"(?:电话|座机|宅电|手机|联系方式|[Tt][Ee][Ll]|[Pp]hone)"
    rf"{_SAYS}([2-9](?:[\s\-]{{0,2}}[0-9]){{6,7}}|1[3-9](?:{GAP}[0-9]){{7,10}})(?![0-9])"
)
PLATE_NUMBER = re.compile(
    r"(?:车牌号码?|车牌|牌号|牌照)[\s:是为]{0,4}([A-Za-z][\s·.\-]?(?:[A-Za-z0-9][\s·.\-]?){4,5}[A-Za-z0-9]?)(?![A-Za-z0-9])"
)
QQ_NUMBER = re.compile(
    r"(?:(?<![A-Za-z])[Qq]{2}(?![A-Za-z])|扣扣|叩叩|球球|企鹅号|(?<![A-Za-z])[Qq](?=号|:))(?:号码|号|群号|群|[Nn]umber)?[\s:=,是为叫加]{0,5}"
    rf"([1-9](?:{GAP}[0-9]){{4,10}})(?![0-9A-Za-z{NUMERAL}])"
)
ACCOUNT = re.compile(
    r"((?:[A-Za-z][A-Za-z0-9_\-]{0,29}|[0-9][A-Za-z0-9_\-]{5,29}|[0-9](?=[\s.·][A-Za-z0-9_]))"
    r"(?:[\s.·]{1,2}(?!(?:QQ|qq|TEL|tel|Tel)(?![A-Za-z]))[A-Za-z0-9_\-]{1,20}){0,24})(?![A-Za-z0-9])"
)
WECHAT = re.compile(
    r"(?:微[\s.·]?信|薇信|威信|徽信|[微威]\s?xin|[Vv]信|[Ww]ei\s?信|绿泡泡|[Ww]e[Ii][Xx]in|[Ww][Ee]\s?[Cc][Hh][Aa][Tt]"
    r"|(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx](?![A-Za-z]))|(?<![A-Za-z0-9])(?=wxid_)"
    r"|(?:加我?|[+])\s?(?:[Vv]|薇|微)(?![A-Za-z信]))"
    r"\s?(?:号码|号|ID|id|帐号|账号|同号)?[\s:=,是为叫加我搜→>\"“'()\-]{0,6}"
)
OTHER_ACCOUNT = re.compile(
    r"(?:抖音|快手|微博|支付宝|小红书|陌陌|钉钉|[Tt]elegram|[Ww]hats[Aa]pp|[Ss]kype)"
    r"(?:号码|号|ID|id|帐号|账号)?[\s:=,是为叫]{1,5}"
)
# Without one of these there is nothing for the pattern to find.
WECHAT_BEGINS = ("微", "薇", "威信", "徽信", "威", "绿泡泡", "V", "v", "W", "w")
QQ_BEGINS = ("Q", "q", "扣", "叩", "球", "企鹅")
OTHER_BEGINS = ("抖音", "快手", "微博", "支付宝", "小红书", "陌陌", "钉钉", "elegram", "hats", "kype")
