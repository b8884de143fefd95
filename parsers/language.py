"""Which language and script a text is written in, by counting characters."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")

PAIRS = (
    "長长車车東东門门問问間间單单號号單单產产電电話话處处發发開开關关動动機机無无馬马報报場场應应復复覆复數数"
    "與与實实對对專专將将導导屬属層层當当後后從从優优來来們们個个備备傳传價价億亿儀仪時时會会樣样標标檢检權权"
    "歐欧氣气決决沒没況况測测準准滿满漲涨點点為为熱热營营爭争狀状獨独現现環环確确碼码種种穩稳積积競竞筆笔節节"
    "範范築筑簡简簽签糾纠紀纪約约級级納纳純纯紙纸細细終终組组結结給给統统經经綜综維维綱纲網网緊紧線线緣缘編编"
    "練练總总續续績绩職职聯联聽听興兴舉举華华萬万葉叶藥药蘇苏術术衛卫裝装裡里補补製制複复視视覺觉觀观計计訂订"
    "記记訊讯設设許许訴诉評评詢询試试該该認认誤误說说課课調调請请論论講讲謝谢證证識识譯译護护讀读變变讓让負负"
    "財财責责貨货質质費费貿贸資资賠赔賣卖購购贈赠趕赶跡迹踐践軟软較较載载輕轻輛辆輪轮輸输轉转辦办農农運运過过"
    "達达違违遠远適适選选遺遗還还郵邮醫医釋释鐘钟鋼钢錄录錯错鍵键鎖锁鏈链鐵铁鑒鉴險险陽阳隊队階阶際际隨随隱隐"
    "難难雜杂離离雲云靈灵靜静響响頁页項项順顺預预領领頭头題题顏颜額额風风飛飞飯饭飾饰養养餘余驗验驚惊體体麼么"
    "鬆松麗丽齊齐齒齿龍龙廠厂廣广廢废庫库張张彈弹徑径恆恒悅悦愛爱態态慣惯憑凭應应懷怀戰战戶户擇择擊击擔担"
    "據据擴扩攜携斷断於于暫暂曉晓書书條条業业極极構构槍枪樂乐樓楼檔档殘残濕湿災灾煙烟牽牵異异畫画盡尽監监盤盘"
    "礙碍禮礼離离稱称窮穷筍笋籌筹糧粮繼继罰罚聲声脫脱腦脑臺台艙舱藝艺虧亏蟲虫術术襲袭規规詳详誠诚諮咨貼贴買买"
    "贊赞趨趋躍跃週周進进遲迟邊边鄰邻釘钉鈕钮銷销鋁铝鋒锋鑽钻閃闪閉闭閱阅陳陈陣阵陸陆雙双顧顾顯显饋馈駁驳驅驱"
    "僅仅傷伤債债僱雇儘尽兩两內内冊册凍冻則则創创劃划劇剧劑剂勞劳勢势區区協协參参員员啟启嚴严囑嘱國国圍围圖图"
    "團团執执堅坚報报壓压壞坏夠够奪夺婦妇學学寫写審审尋寻屆届島岛嶼屿幣币幫帮幹干廳厅強强彙汇徹彻懲惩絡络嗎吗撥拨"
)
TO_SIMPLIFIED = {ord(PAIRS[i]): PAIRS[i + 1] for i in range(0, len(PAIRS), 2)}
_TRADITIONAL = set(PAIRS[0::2])
_SIMPLIFIED = set(PAIRS[1::2]) - _TRADITIONAL - set("里后于干台松制范准咨周云余")
LATIN_FOR_ONE_HAN = 3
"""Chinese mail is full of part numbers: one Han character counts as many Latin words."""


def to_simplified(text: str) -> str:
    """Traditional characters of labels and commands as simplified ones; the rest unchanged."""
    return text.translate(TO_SIMPLIFIED)


def language_of(*texts: str) -> str:
    """zh-Hans, zh-Hant, ja, ko, en, or "" when there are no letters; the first text with letters decides."""
    for text in texts:
        sample = text[:20_000]
        if found := _of(sample):
            return found
    return ""


def _of(text: str) -> str:
    han, words = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if len(_KANA.findall(text)) > max(3, han // 10):
        return "ja"
    if len(_HANGUL.findall(text)) > max(3, words):
        return "ko"
    if han and han * LATIN_FOR_ONE_HAN >= words:
        traditional = sum(1 for char in text if char in _TRADITIONAL)
        simplified = sum(1 for char in text if char in _SIMPLIFIED)
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return "en" if words else ""
