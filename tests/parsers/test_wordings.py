"""Families of wording, each with siblings of what a customer wrote: what is stated, and what is left open."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from parsers.fields import Source, read_fields
from tests.parsers.scoring import CERTAIN, SUSPECTED, same

WRITTEN = datetime(2026, 5, 20, 10, 0, tzinfo=timezone(timedelta(hours=8)))
"""A Wednesday."""
Value = str | bool | list[str]

STATED: dict[str, list[tuple[str, dict[str, Value]]]] = {
    "names that two words make": [
        ("Qnty rejected: 14 pcs", {"qty_defect": "14"}),
        ("Number of failures: 9", {"qty_defect": "9"}),
        ("Total rejected qty: 23 pcs", {"qty_defect": "23"}),
        ("拒收数量：300 只", {"qty_defect": "300"}),
        ("客诉件数：7件", {"qty_defect": "7"}),
        ("Pieces supplied: 1,200", {"qty_shipped": "1200"}),
        ("Rejection rate: 1.8 %", {"defect_rate": "1.8"}),
        ("破损率：2%", {"defect_rate": "2"}),
        ("Time of breakdown: 12.05.2026 06:30", {"occurred_at": "2026-05-12"}),
        ("不良发现日：2026/5/14", {"occurred_at": "2026-05-14"}),
        ("Dispatch date: 2026-04-27", {"ship_date": "2026-04-27"}),
        ("Date manufactured: 2 Feb 2026", {"production_date": "2026-02-02"}),
        ("启用日期：2026年1月8日", {"installed_at": "2026-01-08"}),
        ("Full 8D due: 2 June 2026", {"customer_deadline": "2026-06-02"}),
        ("客户要求答复时间：2026-05-28", {"customer_deadline": "2026-05-28"}),
        ("檢出站別：功能測試", {"stage_found": "功能測試"}),
    ],
    "names in a question, with words around them, beside others": [
        ("样品是否已经寄出：是", {"sample_provided": True}),
        ("有没有停线：没有", {"line_stop": False}),
        ("Was production affected?: no", {"production_affected": False}),
        ("Is the line down?: Yes, since 8:00", {"line_stop": True}),
        ("目前是否停线：否", {"line_stop": False}),
        ("Lot number on the label: 26-117", {"batch_no": ["26-117"]}),
        ("Serial number on nameplate: GX-2605-11", {"serial_no": ["GX-2605-11"]}),
        ("生产日期（见标签）：2026-03-02", {"production_date": "2026-03-02"}),
        ("Qty returned from site: 12 pcs", {"qty_defect": "12"}),
        ("Lot/Batch/Heat No.: H2605", {"batch_no": ["H2605"]}),
        ("Batch or lot number: L26-03", {"batch_no": ["L26-03"]}),
        ("批号或批次号：A2605", {"batch_no": ["A2605"]}),
    ],
    "labels that mean what their value says": [
        ("Part: pressure switch 16 bar", {"product_name": "pressure switch 16 bar"}),
        ("Item: hex bolt", {"product_name": "hex bolt"}),
        ("Part: 4471-22-B", {"part_no": "4471-22-B"}),
        ("MATERIAL            77-0031-A", {"part_no": "77-0031-A"}),
        ("物料：硅胶密封圈", {"product_name": "硅胶密封圈"}),
        ("不良：13 片，现象是不亮", {"qty_defect": "13", "failure_mode": "现象是不亮"}),
        ("Defect: 4 pcs", {"qty_defect": "4"}),
        ("异常：3台（外壳开裂）", {"qty_defect": "3"}),
        ("Received : 2026/05/05, 300 pcs", {"qty_shipped": "300", "ship_date": "2026-05-05"}),
        ("到货：5月8日，500只", {"qty_shipped": "500", "ship_date": "2026-05-08"}),
        ("Delivered: 1,200 pcs on 4 May", {"qty_shipped": "1200", "ship_date": "2026-05-04"}),
        ("Found at : final test on May 12th", {"occurred_at": "2026-05-12"}),
        ("Samples: 6 pcs shipped 18-May, AWB 774-2201", {"sample_provided": True}),
        ("样品：随单附 3 块", {"sample_provided": True}),
        ("Sample: 2 pcs enclosed", {"sample_provided": True}),
        ("單 位：大同精密股份有限公司", {"customer_name": "大同精密股份有限公司"}),
        ("RETURN DELIVERY     YES", {"remedy": ["return"]}),
        ("Replacement required: yes", {"remedy": ["exchange"]}),
        ("是否要求退货：是", {"remedy": ["return"]}),
        ("需要备件：控制板 1 块、熔断器 4 个", {"spare_part_needed": True}),
        ("保修期：（√）内 （ ）外", {"warranty_status": "in"}),
        ("Line stoppage: Nil", {"line_stop": False}),
    ],
    "lines of forms, columns and portals": [
        (
            "MALFUNCTION START   18.05.2026 22:40:00\nBATCH               PS2605-112",
            {"occurred_at": "2026-05-18", "batch_no": ["PS2605-112"]},
        ),
        ("Quantity claimed\n86 PCE\nQuantity delivered\n1,000 PCE", {"qty_defect": "86", "qty_shipped": "1000"}),
        (
            "| Part No. | HPS-3 |\n| Rejected qty | 53 nos. |\n| Reply due | 28-May-2026 |",
            {"part_no": "HPS-3", "qty_defect": "53", "customer_deadline": "2026-05-28"},
        ),
        ("problem = snail trails\norder = OS-1904\nmodel = NX-410B", {"order_no": "OS-1904", "model": "NX-410B"}),
        ("处理期限：2026年6月3日\n15. 处理负责人：\n16. 备注：距贵公司约 95 公里", {"customer_deadline": "2026-06-03"}),
        ("是否停电：否，负载由备用电源供电，业务未受影响", {"production_affected": False}),
    ],
    "counts in words": [
        (
            "We received four hundred valves and eighteen of the valves failed.",
            {"qty_shipped": "400", "qty_defect": "18"},
        ),
        ("We took delivery of two dozen pumps on 4 May.", {"qty_shipped": "24"}),
        ("One hundred and twenty of the panels are cracked.", {"qty_defect": "120"}),
        ("Two hundred units were rejected.", {"qty_defect": "200"}),
        ("装了六百台平板有四十三台不开机。", {"qty_defect": "43"}),
        ("抽了五十只里有七只漏水。", {"qty_defect": "7"}),
        ("发现故障表二百一十四只。", {"qty_defect": "214"}),
        ("共计一万二千只，其中坏表三十只。", {"qty_defect": "30"}),
        ("换下来坏板 12 块。", {"qty_defect": "12"}),
        ("回来找我的有 7 台，都是刀头不转。", {"qty_defect": "7"}),
        ("挑了 15 只，全部是漏水。", {"qty_defect": "15"}),
        ("We have 11 inverters with seized fans.", {"qty_defect": "11"}),
        ("In 35 of them the cable is too short.", {"qty_defect": "35"}),
        ("Two CM-900 controllers (delivered in May) went into safe state.", {"qty_defect": "2", "model": "CM-900"}),
        ("44 field failures until 15 May 2026.", {"qty_defect": "44"}),
    ],
    "shares": [
        ("现场超差，不良率 5.5‰。", {"defect_rate": "0.55"}),
        ("不良率约千分之三", {"defect_rate": "0.3"}),
        ("不良率：百分之二", {"defect_rate": "2"}),
        ("Failure rate: 1.5 percent", {"defect_rate": "1.5"}),
        ("This is 7,29 %.", {"defect_rate": "7.29"}),
        ("44 failures, 0.35 % of delivered units.", {"defect_rate": "0.35"}),
    ],
    "what was delivered": [
        ("产品于2026年4月19日交货，共计一万二千只。", {"qty_shipped": "12000"}),
        ("你们一共发了 150 片。", {"qty_shipped": "150"}),
        ("贵司这次送来了2000个。", {"qty_shipped": "2000"}),
        ("从你们那买的榨汁机，一共 60 台。", {"qty_shipped": "60"}),
        ("we became 480 pieces rotary encoder", {"qty_shipped": "480"}),
        ("Order 26-0719 (200 motor relays, type MPR-3) arrived late.", {"qty_shipped": "200"}),
        ("On the 4th of May we took delivery of the valves.", {"ship_date": "2026-05-04"}),
    ],
    "when it happened": [
        ("昨晚夜班上线，新到的电源有三台不开机。", {"occurred_at": "2026-05-19"}),
        ("5月12日下午起读数比备用表低。", {"occurred_at": "2026-05-12"}),
        ("5月18日开箱，发现外壳破裂。", {"occurred_at": "2026-05-18"}),
        ("5/13 试机时3台冒烟。", {"occurred_at": "2026-05-13"}),
        ("5月14日上午，贵司的抄表员来我家，说要换表。", {"occurred_at": "2026-05-14"}),
        ("On the 8th of May eighteen of the fitted valves failed.", {"occurred_at": "2026-05-08"}),
        ("5月11号晚上打到我妈那里骂人。", {"occurred_at": "2026-05-11"}),
    ],
    "by when": [
        ("今天下班前给我个说法。", {"customer_deadline": "2026-05-20"}),
        ("明天中午 12 点前我要看到临时对策。", {"customer_deadline": "2026-05-21"}),
        ("5月28日前麻烦给分析结果。", {"customer_deadline": "2026-05-28"}),
        ("这个月底前办掉吧。", {"customer_deadline": "2026-05-31"}),
        ("6月1号之前不给我道歉，我就找电视台。", {"customer_deadline": "2026-06-01"}),
        ("8D report 5/28 前 email 给我。", {"customer_deadline": "2026-05-28"}),
        ("Please send me your opinion within 5 days.", {"customer_deadline": "2026-05-25"}),
        ("Let us have the parts by Friday week, the 29th of May.", {"customer_deadline": "2026-05-29"}),
    ],
    "what has gone out": [
        ("5 NG samples already give to Mr Tuan of your office.", {"sample_provided": True}),
        ("12 failed relays were handed to your Mr. Deng on 16 May.", {"sample_provided": True}),
        ("34 units are on the way to you by DHL.", {"sample_provided": True}),
        ("The three bad sticks went out with FedEx yesterday.", {"sample_provided": True}),
        (
            "其中 4 片已经寄给你们 FAE 小胡，他 5 月 18 号说收到了。",
            {"sample_provided": True, "sample_received_at": "2026-05-18"},
        ),
        ("两只坏件已送到贵司。", {"sample_provided": True}),
    ],
    "who is to come": [
        ("要厂家来人，这个不能光寄照片。", {"site_visit_needed": True}),
        ("剩下的别退来退去，明天派人来挑。", {"site_visit_needed": True}),
        ("自收到本函之日起 5 日内派技术人员到我处。", {"site_visit_needed": True}),
        ("对策要看到，人也要到现场。", {"site_visit_needed": True}),
        ("Please depute your engineer to site.", {"site_visit_needed": True}),
        ("Kindly assign a specialist to our plant.", {"site_visit_needed": True}),
    ],
    "what is wished": [
        ("客户要求：先换 5 台应急", {"remedy": ["exchange"]}),
        ("要求：补 80 只", {"remedy": ["resupply"]}),
        ("Swap the bad six, leave the rest.", {"remedy": ["exchange"]}),
        ("Regarding the remaining pcs, we would like to return them to you.", {"remedy": ["return"]}),
        ("We want to return the goods.", {"remedy": ["return"]}),
    ],
    "what it is": [
        ("都是 HS-580M 那款。", {"model": "HS-580M"}),
        ("榨汁机，JZ-300 的，一共 60 台。", {"model": "JZ-300"}),
        ("报警器去年才装的，型号 RB-KT，还在保修。", {"model": "RB-KT"}),
        ("The analytical balance AB-220 shows too much.", {"model": "AB-220"}),
        ("那批 6204 轴承，装了都响。", {"product_name": "轴承"}),
        ("5月3日到货的控制电缆，规格不符。", {"product_name": "控制电缆"}),
        ("你公司中标三相智能电能表一批。", {"product_name": "三相智能电能表"}),
        ("我院生化分析仪（型号 BA-2000）坏了。", {"product_name": "生化分析仪", "model": "BA-2000"}),
        ("3. 单相智能电能表（供应商：贵司）", {"product_name": "单相智能电能表"}),
        ("The batch number on all labels is 26/18-C.", {"batch_no": ["26/18-C"]}),
        ("批号：D260511 和 D260512 两批", {"batch_no": ["D260511", "D260512"]}),
    ],
    "what stands around it": [
        ("供水没有受影响。", {"production_affected": False}),
        ("Line OK, no impact to production.", {"production_affected": False}),
        ("还在保修期内，本次未收费。", {"warranty_status": "in", "chargeable": False}),
        ("It is well within the product warranty of 12 years.", {"warranty_status": "in"}),
        ("Commissioning of the block was done on 14-Feb-2026.", {"installed_at": "2026-02-14"}),
        ("贵司工程师 5 月 9 日 13:40 到达现场。", {"onsite_arrival_at": "2026-05-09"}),
        ("我住滨河花园 7 栋 2 单元 501，户号 00372218。", {"address": "滨河花园 7 栋 2 单元 501"}),
        ("光伏组件EL 测完了，准数是 46 块，580W 的。", {"module_count": "46", "module_wp": "580"}),
        ("640 nos. modules with hot spots (545 Wp each).", {"module_count": "640", "module_wp": "545"}),
    ],
}
LEFT_OPEN = [
    ("We still have stock from the former lot 2549.", "batch_no"),
    ("Last time the same problem was 3 pcs with lot 260418-C.", "batch_no"),
    ("上一批 A2603 没有问题。", "batch_no"),
    ("装了 200 套有半数异响。", "qty_defect"),
    ("试了 60 台，个别有异响。", "qty_defect"),
    ("It's 11 inverters now, not 8.", "qty_defect"),
    ("Input qty: 1.8K pcs", "qty_shipped"),
    ("抽检数量：200只", "qty_shipped"),
    ("We bought 40 pieces at a distributor.", "qty_shipped"),
    ("I drove to a distributor and bought 40 pieces there.", "qty_shipped"),
    ("Samples: 6 pcs shipped 18-May", "ship_date"),
    ("Samples: 6 pcs shipped 18-May", "qty_shipped"),
    ("样品：待通知再寄", "sample_provided"),
    ("Samples: can be sent on request", "sample_provided"),
    ("Our customer: ACME", "customer_name"),
    ("单位：只", "customer_name"),
    ("Material: steel", "product_name"),
    ("Material: steel", "part_no"),
    ("RETURN DELIVERY     NO", "remedy"),
    ("15. 处理负责人：\n16. 备注：距贵公司约 95 公里", "owner"),
    ("PLANT               1300", "production_unit"),
    ("合同2024年12月到期。", "order_no"),
    ("运行时间：约 61000 小时", "running_time"),
    ("是否影响生产：未知", "production_affected"),
    ("保修期：三年内", "warranty_status"),
    ("采集终端上线率 97%，要求月底前到 98.5%。", "customer_deadline"),
    ("你们答应5月10日前给我答复，到现在没有。", "customer_deadline"),
    ("We expect your containment plan by Friday and an 8D within two weeks.", "customer_deadline"),
    ("D1-D3 until 22.05.2026, complete 8D report until 28.05.2026", "customer_deadline"),
    ("5 日内派技术人员到我处；5月28日前书面报送原因分析。", "customer_deadline"),
    ("PV panels = 24 pcs, 410 Wp. 6 of them also have chipped corners.", "module_count"),
    ("PV panels = 24 pcs, 410 Wp. 6 of them also have chipped corners.", "qty_mw"),
    ("先数了一下大概 30 来块，光伏的。", "module_count"),
    ("要是你们派人来了也没用，就算了。", "site_visit_needed"),
    ("两只坏件已送到贵司。", "qty_defect"),
    ("上周五上线500pcs，其中37pcs无法开机。", "occurred_at"),
    ("I may return them later.", "remedy"),
    ("This is 7 % below the limit.", "defect_rate"),
    ("The units went out of stock.", "sample_provided"),
]


@pytest.mark.parametrize("family", STATED)
def test_a_family_of_wordings_states_its_facts(family: str) -> None:
    amiss = {}
    for text, facts in STATED[family]:
        read = read_fields([Source(text, "text")], (), WRITTEN)
        for id_, value in facts.items():
            found = read.get(id_)
            if found is None or SUSPECTED in found.flags or not same(found.value, value):
                amiss[text, id_] = found and (found.value, found.flags)
    assert amiss == {}


def test_what_is_not_said_of_this_complaint_for_certain_is_left_or_flagged() -> None:
    read = {(text, id_): read_fields([Source(text, "text")], (), WRITTEN).get(id_) for text, id_ in LEFT_OPEN}
    assert {key: found.value for key, found in read.items() if found and not set(found.flags) - CERTAIN} == {}
