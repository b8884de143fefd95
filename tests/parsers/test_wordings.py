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
    "free letters in Chinese": [
        (
            "你好，我们仓库今天收了贵司一车瓷砖，共 860 箱，卸下来看有 23 箱角上是烂的。",
            {"qty_shipped": "860", "qty_defect": "23"},
        ),
        (
            "5.17 产线换型时发现 C3 料盘里混了别的电容，数了下混了 41 颗。",
            {"occurred_at": "2026-05-17", "qty_defect": "41"},
        ),
        (
            "贵司4月份送的那批连接器（料号 CN-8812-A），插拔三次就松。",
            {"part_no": "CN-8812-A", "product_name": "连接器"},
        ),
        (
            "机器编号是 LQ26-0091，5 月 11 日装好，用到昨天就不出水了。",
            {"serial_no": ["LQ26-0091"], "installed_at": "2026-05-11", "occurred_at": "2026-05-19"},
        ),
        ("合同 HT2026-118 项下的 3 台水泵，有 1 台轴封漏水。", {"order_no": "HT2026-118", "qty_defect": "1"}),
        ("望贵司于收到本函后 7 日内书面答复。", {"customer_deadline": "2026-05-27"}),
        (
            "烦请 5 月 25 日（周一）上午 10 点前安排人过来。",
            {"customer_deadline": "2026-05-25", "site_visit_needed": True},
        ),
        ("退货 300 只，其余让步接收。", {"remedy": ["return"]}),
        (
            "我们要求：1. 更换全部不良品；2. 提供 8D；3. 承担挑选费用 3,200 元。",
            {"remedy": ["exchange"], "formal_written": True},
        ),
        ("经统计，5 月 1 日至 15 日共返修 37 台，占出货量的 1.2%。", {"qty_defect": "37", "defect_rate": "1.2"}),
        ("不良占比 3.4%，远超协议的 0.5%。", {"defect_rate": "3.4"}),
        ("抽检 125 件不合格 6 件，批退。", {"qty_defect": "6", "remedy": ["return"]}),
        ("目前生产正常，未受影响。", {"production_affected": False}),
        ("这个月已经是第二回了。", {"complaint_count_same_customer": "2"}),
        ("样机已经让顺丰取走了，明天到你们那。", {"sample_provided": True}),
        ("坏的两块板子我今天寄过去了。", {"sample_provided": True}),
        ("保修还没到期，应该免费修吧。", {"warranty_status": "in"}),
        ("过了质保三个月，费用我们出。", {"warranty_status": "out"}),
        (
            "品名：不锈钢法兰 DN50；规格：PN16；数量 240 片；炉号 L2604-7",
            {"product_name": "不锈钢法兰 DN50", "batch_no": ["L2604-7"], "qty_shipped": "240"},
        ),
        ("收货 1200 支，少 15 支，箱单和实物对不上。", {"qty_shipped": "1200"}),
        ("请贵司派质量人员驻厂挑选。", {"site_visit_needed": True}),
        ("联系人张敏，分机 8021，手机 136 0000 2211。", {"contact_phone": "136 0000 2211"}),
        ("型号写的是 KFR-35GW/E1，开机十分钟报 E4。", {"model": "KFR-35GW/E1"}),
        ("设备安装地点：浙江省台州市椒江区海门街道中山西路66号", {"address": "浙江省台州市椒江区海门街道中山西路66号"}),
        ("故障时间：5月19日 23:40 左右", {"occurred_at": "2026-05-19"}),
        ("上周六半夜开始漏气报警。", {"occurred_at": "2026-05-16"}),
        ("大前天下午起就没信号了。", {"occurred_at": "2026-05-17"}),
        ("整批 800 条里抽 50 条，7 条色差明显。", {"qty_defect": "7"}),
        ("一共装了 16 块组件，其中 3 块玻璃自爆。", {"qty_defect": "3"}),
        ("共发来两托，合计 96 箱，破 11 箱。", {"qty_shipped": "96", "qty_defect": "11"}),
        ("良率只有 92%，不良 8%。", {"defect_rate": "8"}),
        ("出货单号 DN26050712，订单 45000991。", {"order_no": "45000991"}),
        ("希望贵方能在 5 月底之前把换货发出来。", {"customer_deadline": "2026-05-31"}),
        ("我司生产日期码为 2612 的来料出现断脚。", {"batch_no": ["2612"]}),
    ],
    "free letters in English": [
        ("Goods arrived May 15th; on unpacking we found 9 housings cracked.", {"qty_defect": "9"}),
        ("Of 2,400 supplied, 53 had to be scrapped.", {"qty_shipped": "2400", "qty_defect": "53"}),
        ("The reject level is currently at 3.1%.", {"defect_rate": "3.1"}),
        ("We've now had five of these units go bad.", {"qty_defect": "5"}),
        ("Half a dozen connectors came loose during vibration.", {"qty_defect": "6"}),
        ("It started leaking last Saturday.", {"occurred_at": "2026-05-16"}),
        ("Since Monday morning the display stays dark.", {"occurred_at": "2026-05-18"}),
        ("Your PO reference is ours: PO 77-1120, position 3.", {"order_no": "77-1120"}),
        (
            "PO#4500-2231 / Mat. 88-120-4 / Batch 26E14",
            {"order_no": "4500-2231", "part_no": "88-120-4", "batch_no": ["26E14"]},
        ),
        ("S/N A0044 and A0051 both show the same fault.", {"serial_no": ["A0044", "A0051"]}),
        ("affected lots: 26-101, 26-102 & 26-107", {"batch_no": ["26-101", "26-102", "26-107"]}),
        ("We need the 8D on our desk by Tuesday, 26 May.", {"customer_deadline": "2026-05-26", "formal_written": True}),
        ("Kindly revert latest by 25.05.2026.", {"customer_deadline": "2026-05-25"}),
        ("We ask for a technician visit.", {"site_visit_needed": True}),
        ("Please credit us for the 45 scrapped parts.", {"remedy": ["refund"], "qty_defect": "45"}),
        ("We expect replacement free of charge.", {"remedy": ["exchange"]}),
        ("Please take the whole batch back.", {"remedy": ["return"]}),
        ("No line stop so far, but output is down 20 %.", {"line_stop": False}),
        ("Three defective samples are enclosed.", {"sample_provided": True}),
        ("I posted the broken one back to you on Monday.", {"sample_provided": True}),
        ("The pump was commissioned in week 12 and ran 600 h.", {"running_time": "600"}),
        ("It is out of guarantee since January.", {"warranty_status": "out"}),
        ("still covered by the warranty", {"warranty_status": "in"}),
        ("Shipped 28 Apr 2026 under delivery note 80771, invoice 9921.", {"ship_date": "2026-04-28"}),
        ("quantity: 2500 pcs, thereof 40 pcs nok", {"qty_shipped": "2500", "qty_defect": "40"}),
        ("From 500 pcs we sort out 17 pcs.", {"qty_defect": "17"}),
        ("NG ratio 2/50", {"defect_rate": "4"}),
        ("Model : TX-90 / Qty : 5 sets / Trouble : no display", {"model": "TX-90"}),
        ("Manufactured 03/2026, S/N 26-00914", {"serial_no": ["26-00914"]}),
        (
            "Contact: Ms. Ito, ito@nagoya.example, +81 52 555 0199",
            {"contact_name": "Ms. Ito", "contact_email": "ito@nagoya.example"},
        ),
        ("17 of 300 boards show bridging at U4.", {"qty_defect": "17"}),
        ("Batch 4471 is affected, 4472 is fine.", {"batch_no": ["4471"]}),
    ],
    "more letters in Chinese": [
        ("这次来的 1200 条皮带里，长度短了的有 36 条。", {"qty_defect": "36"}),
        ("现场 24 台变频器已经烧了 3 台。", {"qty_defect": "3"}),
        (
            "上午开会定了，要求你们周五之前把 8D 发过来，不然暂停付款。",
            {"customer_deadline": "2026-05-22", "formal_written": True},
        ),
        ("务必今天 18 点前回电。", {"customer_deadline": "2026-05-20"}),
        ("交期已经拖了 9 天，最迟 5 月 24 号到我厂。", {"customer_deadline": "2026-05-24"}),
        ("不接受返工，必须换新。", {"remedy": ["exchange"]}),
        ("退款 168 元到原账户。", {"remedy": ["refund"]}),
        (
            "料号 30-1182 批号 B2604 数量 3000，发现 65 只镀层起泡。",
            {"part_no": "30-1182", "batch_no": ["B2604"], "qty_shipped": "3000", "qty_defect": "65"},
        ),
        ("出厂编号:2511-0087/2511-0091", {"serial_no": ["2511-0087", "2511-0091"]}),
        ("SN 码 8H2K001、8H2K004 两台主机风扇不转", {"serial_no": ["8H2K001", "8H2K004"], "qty_defect": "2"}),
        ("我是锦绣花园 3 栋 1202 的业主，姓黄，电话 13700001234。", {"contact_phone": "13700001234"}),
        ("不合格品率 0.8%（24/3000）", {"defect_rate": "0.8"}),
        ("4 月 28 日签收，4 月 30 日开箱，发现 2 台外壳凹陷。", {"occurred_at": "2026-04-30", "qty_defect": "2"}),
        ("首次出现是 5 月 9 号，之后每天都有。", {"occurred_at": "2026-05-09"}),
        ("同型号的问题今年出了三次。", {"complaint_count_same_customer": "3"}),
        ("需要你方来人一起拆检。", {"site_visit_needed": True}),
        ("没有停线，只是换线多花了 40 分钟。", {"line_stop": False}),
        ("保修卡上写的是 2026 年 3 月 1 日购买，还在一年保修内。", {"warranty_status": "in"}),
        ("合同编号：ZC（2026）第 058 号", {"order_no": "ZC（2026）第 058 号"}),
        ("规格 M8×30，材质 304，到货 2 万件，抽 200 件断了 6 件。", {"qty_shipped": "20000", "qty_defect": "6"}),
        ("电站容量 20MWp，这次有问题的组件约 350 块，每块 540W。", {"module_wp": "540"}),
        ("组件型号 JS-540M，破损 12 块，隐裂 31 块，合计 43 块。", {"model": "JS-540M"}),
    ],
    "more letters in English": [
        ("One of the two analysers (serial AN-2201) keeps freezing.", {"serial_no": ["AN-2201"], "qty_defect": "1"}),
        (
            "Twelve of the 96 drives delivered on 30 April are dead on arrival.",
            {"qty_defect": "12", "qty_shipped": "96", "ship_date": "2026-04-30"},
        ),
        ("All 40 units fail the insulation test.", {"qty_defect": "40"}),
        ("A total of 27 parts were rejected at incoming.", {"qty_defect": "27"}),
        ("In total we rejected 27 pcs.", {"qty_defect": "27"}),
        ("We need your containment actions within 24 hours.", {"customer_deadline": "2026-05-21"}),
        ("Kindly let us have your findings by the 27th of May.", {"customer_deadline": "2026-05-27"}),
        ("Please respond no later than 3 June 2026, 12:00 CET.", {"customer_deadline": "2026-06-03"}),
        (
            "The motor, model MX-132S4, S/N 26041177, was delivered on 12 March and has been running ever since.",
            {"model": "MX-132S4", "serial_no": ["26041177"], "ship_date": "2026-03-12"},
        ),
        ("Reject quantity 35, lot quantity 1200.", {"qty_defect": "35", "qty_shipped": "1200"}),
        ("The failure happened on the night of 14 May.", {"occurred_at": "2026-05-14"}),
        ("On 13/05/2026 our line operator reported sparks.", {"occurred_at": "2026-05-13"}),
        ("We insist that one of your engineers comes to our factory.", {"site_visit_needed": True}),
        ("Fortunately production was not affected.", {"production_affected": False}),
        ("Please replace the three faulty units.", {"remedy": ["exchange"], "qty_defect": "3"}),
        ("We reject the lot and return it at your expense.", {"remedy": ["return"]}),
        ("Warranty: expired 03/2026", {"warranty_status": "out"}),
        (
            "We are ACME Rail Ltd and we bought 12 of your GX-40 encoders last year.",
            {"customer_name": "ACME Rail Ltd", "model": "GX-40", "qty_shipped": "12"},
        ),
        ("The article in question is 100-2231 rev. B from batch 26-17.", {"batch_no": ["26-17"]}),
        ("Ref. our order 88123-A / your confirmation AB-5521", {"order_no": "88123-A"}),
        ("It's the third time in six months.", {"complaint_count_same_customer": "3"}),
        ("Installed 2 Feb 2026; first alarm 11 May 2026.", {"installed_at": "2026-02-02"}),
        ("Out of the box, 2 of them did not power up.", {"qty_defect": "2"}),
        ("6 pcs OK, 4 pcs NG.", {"qty_defect": "4"}),
        ("Defective: 3 (three) units", {"qty_defect": "3"}),
        ("Contact person: Dipl.-Ing. Karl Meier (Tel. +49 89 1234-567)", {"contact_name": "Dipl.-Ing. Karl Meier"}),
    ],
    "whole letters": [
        (
            """
您好！
贵司 2026-04-22 送货（送货单 SH-0422-7）的 M5 不锈钢螺母，外箱标签批号 N2604-3，
入库 60000 粒，IQC 抽 315 粒，通止规不过 9 粒，判定不合格。
产线库存可以撑到 5/26，请在此之前补 6 万粒合格品。
另请 5/27 前回复原因。
""",
            {"batch_no": ["N2604-3"], "qty_defect": "9", "ship_date": "2026-04-22"},
        ),
        (
            """
【投诉工单】
投诉单位：江南市政工程有限公司
投诉产品：球墨铸铁管件（三通）
规格：DN300×200
供货合同：JN-SZ-2026-11
到货时间：2026年5月9日
到货数量：46只
问题数量：5只
问题描述：法兰面砂眼，水压试验渗水
诉求：更换5只，5月30日前到工地
现场联系人：邵工 139 1234 5678
""",
            {
                "customer_name": "江南市政工程有限公司",
                "model": "DN300×200",
                "order_no": "JN-SZ-2026-11",
                "ship_date": "2026-05-09",
                "qty_shipped": "46",
                "qty_defect": "5",
                "remedy": ["exchange"],
                "customer_deadline": "2026-05-30",
                "contact_name": "邵工",
                "contact_phone": "139 1234 5678",
            },
        ),
        (
            """
Complaint form
--------------
Company ........: Baltic Marine Oy
Our reference ..: BM-771
Article ........: Bilge pump BP-12
Art. no. .......: 12-0044
Serial no. .....: BP-26-0031
Delivered ......: 14 April 2026
Quantity .......: 8
Faulty .........: 2
Fault ..........: motor does not start
Wanted .........: replacement by 5 June
""",
            {
                "customer_name": "Baltic Marine Oy",
                "product_name": "Bilge pump BP-12",
                "part_no": "12-0044",
                "serial_no": ["BP-26-0031"],
                "qty_shipped": "8",
                "qty_defect": "2",
                "ship_date": "2026-04-14",
                "remedy": ["exchange"],
            },
        ),
        (
            """
Hi Lin,
quick heads-up from goods-in: of the 1,800 gaskets (PN 7731-B, lot 26W18) that came in on Monday
we checked 80 and 11 are out of round.
Line is fine for now. Can you get me a statement by Thursday noon? We'd also want the lot picked up.
""",
            {
                "qty_shipped": "1800",
                "part_no": "7731-B",
                "batch_no": ["26W18"],
                "qty_defect": "11",
                "customer_deadline": "2026-05-21",
            },
        ),
        (
            """
供应商质量异常通知单
编号：SQN-260518
供应商：贵司
零件号/名称：5C0-411-315 / 稳定杆连杆
批次：260506
发现日期：2026.05.17   发现地点：总装二线
缺陷描述：球头防尘罩破裂
缺陷数量/检查数量：14/320
是否影响生产：□是 ■否
要求：D3 2日内，8D 10个工作日内
""",
            {"batch_no": ["260506"], "occurred_at": "2026-05-17", "qty_defect": "14", "production_affected": False},
        ),
        (
            """
王经理好，
1、订单 PO-66120 那批电容，型号 CL21-105J，来了 2 万只；
2、SMT 上线后掉件，截止昨晚统计坏了 67 只；
3、样品 10 只昨天德邦发了；
4、你们 5 月 25 号之前给对策，26 号我们要给终端汇报。
""",
            {
                "order_no": "PO-66120",
                "model": "CL21-105J",
                "qty_shipped": "20000",
                "qty_defect": "67",
                "sample_provided": True,
                "customer_deadline": "2026-05-25",
            },
        ),
        (
            """
Dear Sir,
Please note below rejection details:
Invoice No      : EX/26/118
Item Code       : BRG-6204-ZZ
Lot Qty         : 5,000 Nos
Sample Checked  : 200 Nos
Rejected        : 7 Nos
Reason          : Noise above limit
Disposition     : Return to vendor
Reply Date      : 30/05/2026
""",
            {
                "part_no": "BRG-6204-ZZ",
                "qty_shipped": "5000",
                "qty_defect": "7",
                "customer_deadline": "2026-05-30",
                "remedy": ["return"],
            },
        ),
        (
            """
我家在翠湖天地 12 号楼 1801，去年 12 月装的壁挂炉（JLB-24，机身号 W2511-3381），5 月 16 号晚上开始报 E1 点不着火。
师傅来看了一次说要换板，收 480，可还在两年保修里啊？
请周末前上门修好。电话 135-8888-0000，晚上打。
""",
            {
                "model": "JLB-24",
                "serial_no": ["W2511-3381"],
                "occurred_at": "2026-05-16",
                "contact_phone": "135-8888-0000",
            },
        ),
        (
            """
Betreff/Subject: defective limit switches
We received on 28.04.2026 the delivery of 250 limit switches LS-40 (order 4711/26).
After mounting 38 pieces do not switch. The rest we have not tested.
Please send 38 pieces for replacement until 29.05.2026. The defective pieces we send back.
""",
            {
                "qty_shipped": "250",
                "model": "LS-40",
                "order_no": "4711/26",
                "qty_defect": "38",
                "customer_deadline": "2026-05-29",
                "remedy": ["exchange"],
                "ship_date": "2026-04-28",
            },
        ),
        (
            """
關於貴司出貨之 LED 燈條品質異常，說明如下：
一、訂單號碼：A26-0412，料號：LS-5050-WW，出貨數量：3,000 條。
二、本廠於 5 月 15 日組裝後點燈測試，發現 84 條部分燈珠不亮，不良率 2.8%。
三、請於 5 月 29 日前提供 8D 報告，並補貨 84 條。
四、不良品已寄回 10 條供分析。
""",
            {
                "order_no": "A26-0412",
                "part_no": "LS-5050-WW",
                "qty_shipped": "3000",
                "qty_defect": "84",
                "defect_rate": "2.8",
                "occurred_at": "2026-05-15",
                "customer_deadline": "2026-05-29",
                "formal_written": True,
                "sample_provided": True,
                "remedy": ["resupply"],
            },
        ),
        (
            """
Product/Model: UPS 3kVA / U3000-R
S/Ns: U3-0071, U3-0088
Purchase date: 2026/01/20
Problem date: 2026/05/18
Qty of problem units: 2
Warranty (Y/N): Y
RMA needed (Y/N): Y
Deadline for feedback: 2026/05/27
""",
            {
                "serial_no": ["U3-0071", "U3-0088"],
                "occurred_at": "2026-05-18",
                "qty_defect": "2",
                "warranty_status": "in",
                "customer_deadline": "2026-05-27",
            },
        ),
        (
            """
今早 8 点多 3 号锅炉的给水泵（贵司 DG25-80×5，编号 P-2509-14）机封喷水，被迫切换备用泵，供汽没断。
备用泵也是你们的，我们不敢掉以轻心，麻烦今天就派人来，带两套机封。
还有，这台泵才跑了 4100 小时。
""",
            {"site_visit_needed": True, "running_time": "4100", "serial_no": ["P-2509-14"]},
        ),
    ],
    "more whole letters": [
        (
            """
客服您好，
我4月18日在你们天猫店买的空气炸锅（订单尾号6612，型号AF-55T），用到5月14日内胆涂层开始掉。
我把照片发给旺旺客服，他让我等48小时，到今天也没消息。
要求退货退款，299元。三天内不处理我就打12315。
许先生 13900001111
""",
            {
                "model": "AF-55T",
                "remedy": ["return", "refund"],
                "contact_phone": "13900001111",
                "customer_deadline": "2026-05-23",
            },
        ),
        (
            """
To whom it may concern,

Consignment: 14 pallets ceramic substrate CS-96, our PO 2026-771, your packing list PL-0419
Arrival: 11 May 2026
Checked: 3 pallets so far
Result: 212 plates with edge chips out of 4,320
We have stopped further use. Please collect the 3 pallets and send a credit note for USD 1,870 by month end.

Regards, Owen
""",
            {"order_no": "2026-771", "qty_defect": "212", "customer_deadline": "2026-05-31", "remedy": ["refund"]},
        ),
        (
            """
王工：
5月12日那封邮件说的问题，今天又出了。编码器 E6B-1024，线号 W3，批次还是 2614。
这次 6 台机器装的 6 只全都零点漂。上次（5月12日）是 2 只。
晚上加班换的旧款，所以没影响交货。
你们什么时候来人？给个准信。
""",
            {"model": "E6B-1024", "batch_no": ["2614"], "qty_defect": "6"},
        ),
        (
            """
Quality alert QA-26-55
Supplier part: SP-7781-02 Rev D (bracket, left)
Mfg lot: 0526A
Received 05/04/2026, qty 2000
Inspected 125, rejected 8 (hole position 0.3 off)
Reject rate 6.4%
Containment: 100% sort at our dock, charges to be advised
8D: initial in 2 working days, final in 15 working days
Contact SQE Maria Lopez mlopez@plantx.example
""",
            {
                "part_no": "SP-7781-02",
                "batch_no": ["0526A"],
                "qty_shipped": "2000",
                "qty_defect": "8",
                "defect_rate": "6.4",
            },
        ),
        (
            """
尊敬的供电公司：
我户（户号 3301 0022 7788）4 月电费比 3 月多出一倍，家里没添电器。
5 月 10 日申请校表，至今没人上门。
请 5 月 30 日前派人现场校验并书面回复。
业主：罗桂芳  15812340000
地址：杭州市拱墅区和睦路 58 号 3-2-401
""",
            {
                "customer_deadline": "2026-05-30",
                "site_visit_needed": True,
                "address": "杭州市拱墅区和睦路 58 号 3-2-401",
                "contact_phone": "15812340000",
            },
        ),
        (
            """
Hello,
the replacement transformer you sent (TR-63, serial T63-26-118) hums again after 9 days. The first one
(T63-25-877) had the same. Both were bought in January, so warranty should not be a question.
I want my money back now. Please answer until Monday 25 May.
P. Novak
""",
            {"model": "TR-63", "remedy": ["refund"], "customer_deadline": "2026-05-25"},
        ),
        (
            """
产品名称：高压陶瓷电容
产品规格：102/3KV
生产批号：20260312
来货日期：4/28
来货数量：100Kpcs
投料数量：12Kpcs
不良数量：37pcs
不良比例：3083PPM
不良现象：耐压击穿
处理要求：1、退回未用部分 2、提供有效改善报告
回复时间：5/25前
""",
            {
                "product_name": "高压陶瓷电容",
                "batch_no": ["20260312"],
                "qty_shipped": "100000",
                "qty_defect": "37",
                "defect_rate": "0.3083",
                "failure_mode": "耐压击穿",
                "ship_date": "2026-04-28",
            },
        ),
        (
            """
Sehr geehrte Frau Li / Dear Ms Li,
Reklamation / claim no. R-2026-0412
Artikel / article: 55.1203.08 guide rail
Menge geliefert / qty delivered: 320 Stk
Menge fehlerhaft / qty defective: 24 Stk
Fehler / defect: surface scratched
Termin 8D / due date 8D: 29.05.2026
""",
            {"part_no": "55.1203.08", "qty_shipped": "320", "qty_defect": "24", "customer_deadline": "2026-05-29"},
        ),
        (
            """
赵经理，冷库那边 4 台冷风机（DD-100，去年 9 月 20 号装的），这礼拜有两台不化霜，
一台是 5 月 17 号坏的，另一台昨天。货都转到别的库了，生产没耽误。
还在保，麻烦安排师傅带化霜管过来，最晚周五。
""",
            {
                "model": "DD-100",
                "installed_at": "2025-09-20",
                "qty_defect": "2",
                "production_affected": False,
                "warranty_status": "in",
                "site_visit_needed": True,
                "customer_deadline": "2026-05-22",
            },
        ),
        (
            """
Incident report - please treat as complaint
Date/time: 15 May 2026, 09:20
Site: Lund warehouse
Unit: forklift charger FC-48/100, SN 48100-2231
What happened: smoke from the housing, breaker tripped, nobody hurt.
Unit age: 14 months. Warranty 24 months.
Action wanted: replacement unit and a written explanation before 1 June.
""",
            {"serial_no": ["48100-2231"], "customer_deadline": "2026-06-01", "remedy": ["exchange"]},
        ),
        (
            """
贵公司：
我司于2026年5月8日收到贵司出货的贴片电感（料号：SLH-4018-100M，数量：30,000PCS），
在5月16日贴片过程中发现侧立、反贴共 126PCS，经确认为编带方向错误。
已造成我司产线停机 1.5 小时。现要求贵司：
（1）24小时内提供临时措施；
（2）5个工作日内提供8D报告；
（3）更换剩余 21,500PCS。
""",
            {
                "part_no": "SLH-4018-100M",
                "qty_shipped": "30000",
                "qty_defect": "126",
                "occurred_at": "2026-05-16",
                "formal_written": True,
                "remedy": ["exchange"],
            },
        ),
    ],
}
LEFT_OPEN = [
    ("14 pallets CS-96, our PO 2026-771, your packing list PL-0419", "model"),
    ("回复时间：5/25前", "reply_sent_at"),
    ("Three defective samples are enclosed.", "qty_defect"),
    ("We are missing 12 cartons out of the 80 on the packing list.", "qty_defect"),
    ("A total of 27 parts were rejected at incoming.", "qty_shipped"),
    ("Ref. our order 88123-A / your confirmation AB-5521", "model"),
    ("更换部件：主板×1、电源线×2", "remedy"),
    ("换同型号另一批(K6D2190)测试OK。", "remedy"),
    ("共 3 项不合格：①外径超差 8 件；②漏倒角 5 件；③划伤 2 件。", "qty_defect"),
    ("安装时间是 2025 年 11 月，具体哪天记不清了。", "installed_at"),
    ("不良图片见附件，实物明天寄。", "sample_provided"),
    ("能修就修，修不好就换。", "remedy"),
    ("These 8 pcs we keep for your inspection.", "qty_defect"),
    ("Samples are available for collection.", "sample_received_at"),
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
