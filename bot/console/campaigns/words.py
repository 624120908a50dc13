"""What stands on the pages beside what the surveys themselves say."""

from __future__ import annotations

from surveys.campaigns.steps import Step
from surveys.frames.model import Verdict

SHORT = {
    Step.DRAFT: "名单",
    Step.COMMITTED: "承诺",
    Step.DRAWN: "抽取",
    Step.RUNNING: "访问",
    Step.CLOSED: "截止",
    Step.RECORDED: "出表",
}
NEXT = {
    Step.DRAFT: "写明种子来源，作出承诺",
    Step.COMMITTED: "公布承诺值；种子公布后抽取",
    Step.DRAWN: "定截止日期，发出邀请",
    Step.RUNNING: "打电话、录入、替换，到期截止",
    Step.CLOSED: "核对结果，结束测评并出表",
    Step.RECORDED: "下载推荐表和证据包",
}
VERDICTS = {
    Verdict.ACCEPTED: ("采用", ""),
    Verdict.REPEATED_HEADER: ("表头", "不用改。"),
    Verdict.NO_FIRM: ("合计、填表人或备注", "不用改。"),
    Verdict.MISSING_NAME: ("缺名称", "补上企业名称；不是企业的行（合计、备注）请删去。"),
    Verdict.BAD_NAME: ("名称有误", "按营业执照写企业全称。"),
    Verdict.MISSING_PHONE: ("缺电话", "补上联系电话，手机或带区号的固定电话。"),
    Verdict.BAD_PHONE: (
        "电话有误",
        "核对后重填，这一列设为文本，例如 13900000000 或 0571-88001234。",
    ),
    Verdict.BAD_CREDIT_CODE: ("信用代码有误", "对照营业执照改正；没有把握可以空着这一格。"),
    Verdict.APPLICANT: ("申报单位自己", "从名单中删去。"),
    Verdict.AFFILIATE: ("关联企业", "从名单中删去，或改正申明的关联企业。"),
    Verdict.DUPLICATE_CREDIT_CODE: ("重复", "不用改，只算一家；若不是同一家，请核对信用代码。"),
    Verdict.DUPLICATE_NAME: ("重复", "不用改，只算一家；若不是同一家，请写全称。"),
    Verdict.DUPLICATE_PHONE: ("重复", "不用改，只算一家；若不是同一家，请各写各的电话。"),
}
