import { DIAGNOSIS_IN_CHINESE } from '@greenlane/diagnosis/refusals-in-chinese';
import { EMISSIONS_IN_CHINESE } from '@greenlane/emissions/refusals-in-chinese';
import type { Translation } from '@greenlane/runtime/translation';

export const CARBON_IN_CHINESE: Translation = {
  sentences: {
    ...EMISSIONS_IN_CHINESE.sentences,
    ...DIAGNOSIS_IN_CHINESE.sentences,
    statement: '碳声明',
    claim: '补贴申请',
    diagnosis: '诊断',
    footprint: '碳足迹',
    'fuel evidence': '燃料证据',
    'offer with cargo': '载有货物的航次',
    exporter: '出口商',
    'statement of this exporter and year': '该出口商该年度的碳声明',
    'The input cannot be calculated': '所填内容无法计算',

    // Claims.
    'The claim cannot be taken': '无法受理该补贴申请',
    'The claim cannot be approved': '该补贴申请不能批准',
    'The claim cannot go on': '该补贴申请不能继续办理',
    'a verifier refused the statement of the claim: reject it, for its exporter to claim on one that supersedes it':
      '核查方未认可该申请所依据的碳声明：请驳回该申请，由出口商按取代它的声明重新申请',
    'a verifier refused the statement; issue one that supersedes it, and name that':
      '核查方未认可该碳声明；请另出取代它的声明，并填写新声明',
    'the claim is another exporter’s than the statement': '该申请与碳声明不属于同一出口商',
    'there is no policy with a subsidy': '没有含补贴的政策',
    'policy {0} is not in force': '政策 {0} 尚未生效',
    '{0} of {1} {2} is reached': '{0} {1} {2} 已用完',
    'the programme’s cap': '项目总额度',
    'your cap': '本机构额度',
    '{0} is {1}: its statement is of cargo that did not sail': '{0} {1}：其碳声明所列货物并未出运',
    'the subsidy is for priority units; {0} was not booked as one': '补贴仅限优先保障单位，{0} 不是以该身份订舱',
    'HS {0} is none of {1}': 'HS 编码 {0} 不在适用范围 {1} 之内',
    'market {0} is none of {1}': '市场 {0} 不在适用范围 {1} 之内',
    'a container of this statement is in another active claim': '该碳声明中有集装箱已列入另一有效申请',
    'an invoice stands behind another active claim': '有发票已用于另一有效申请',
    'Wrong state': '当前状态下不能执行此操作',
    'the claim is {0}; {1} needs {2}': '该申请{0}，{1}仅适用于：{2}',
    'the claim is {0}': '该申请{0}',
    'the policy pays by {0}': '该政策按{0}补贴，无须填写发票',
    'the policy pays {0} of the cost: a share is at most 1': '该政策按费用的 {0} 补贴，份额不得超过 1',
    'the policy pays a share of invoiced cost: give the invoices with their SHA-256':
      '该政策按发票费用的份额补贴，请填写发票及其 SHA-256 值',
    'invoice {0} is in {1}; the policy pays in {2}': '发票 {0} 的币种为 {1}，政策以 {2} 补贴',

    // Statements and reports.
    'The statement cannot be made': '无法出具碳声明',
    '{0} has no footprint of yours': '{0} 没有属于本机构的碳足迹',
    '{0} is {1}; statements are of confirmed, loaded or completed space':
      '{0} {1}；只有已确认、已装船或已完成的舱位可以出具碳声明',
    'a statement is of one exporter’s shipments': '一份碳声明只能包含同一出口商的货物',
    'the footprints were computed with {0}; a statement is of one edition: make one of each':
      '这些碳足迹所用的因子集不同（{0}）；一份碳声明只能用一个版本，请分别出具',
    'no such statement of yours': '本机构没有该碳声明',
    'Already attested': '已核证',
    'a statement is attested once; a correction is a new statement': '碳声明只核证一次；更正须另出新的碳声明',
    'name the exporter whose report it is': '请填写报告所属的出口商',

    // Lists of past shipments, and evidence asked for.
    'The list cannot be taken': '无法受理该清单',
    'The list cannot be read': '无法读取该清单',
    'you are not registered to act for {0}': '本机构未登记为 {0} 的代理',
    'The request cannot be made': '无法生成该索取链接',
    'the diagnosis has no row {0}': '该诊断没有第 {0} 行',
    'an answer about the ship or her fuel is of one ship: ask for each apart':
      '有关船舶或燃料的答复只能针对一艘船，请分别索取',
    'The link is closed': '该链接已关闭',
    'the token of a link': '须为链接中的令牌',
    'Already answered': '对方已答复',
    'the statement {0} supersedes that of the claim: reject it, for its exporter to claim on the new one':
      '该申请所依据的碳声明已被 {0} 取代：请驳回该申请，由出口商按新声明重新申请',
    'the statement {0} supersedes it; name that one': '已被碳声明 {0} 取代，请填写该声明',
    'what was supplied stands; it is superseded by a new request':
      '已提供的内容保持有效，不能撤回；如需替换，请另行索取',
    'The answer is not what was asked': '答复与所要求的内容不符',

    // Evidence of fuel.
    'The fuel evidence cannot be taken': '无法受理该燃料证据',
    'a proof of sustainability states the value E of its batch': '可持续性证明须写明该批次的 E 值',
    'a bunker delivery note is of fuel in a ship’s own tanks': '加油单只证明船舶自身油舱内的燃料',
    'its sea leg bears {0} MJ of certified {1}, not {2}': '其海运段含经认证的 {1} {0} MJ，而非 {2}',
    '{0} {1} is registered already: its energy is allocated once': '{0} {1} 已登记，其能量只能分配一次',
    'the space is {0}': '该舱位{0}',
    'The voyage data do not stand up': '航次数据不成立',
    'voyage data are fuel and transport work': '航次数据须包含燃料和运输周转量',
    'The fuel evidence does not cover it': '燃料证据不足',
    '{0} {1} has less than {2} MJ left: its energy is allocated once': '{0} {1} 剩余不足 {2} MJ，其能量只能分配一次',
    'The fuel evidence is not this ship’s': '该燃料证据不属于此船',
    '{0} is in another carrier’s book or was sold by book and claim':
      '{0} 属于其他承运人，或已通过 book-and-claim 售出',

    // iLEAP documents.
    'The footprint does not add up: {0} at {1}': '碳足迹核算不一致：{0}，位于 {1}',
    'the relative shares add up to {0}, not to 1': '相对份额之和为 {0}，应为 1',
    'the element is of shipment {0}, the footprint of {1}': '该要素属于货物 {0}，而碳足迹属于 {1}',
    'an element before this one is not in the footprint': '其前一要素不在碳足迹中',
    '{0} kg are more than the {1} kg of the shipment': '{0} 千克超过了本票货物的 {1} 千克',
    '{0} t-km stated; {1} kg × {2} km give {3}': '所填为 {0} 吨千米，而 {1} 千克 × {2} 千米为 {3} 吨千米',
    'the {0} {1} was not sent along, so nothing can be recomputed': '未附 {0} {1}，无法复算',
    'an intensity per {0} needs an amount of Container-TEU or Container-FEU':
      '以 {0} 计的强度需要填写 Container-TEU 或 Container-FEU 数量',
    '{0} kg stated; {1} {2} × {3} kg give {4}': '所填为 {0} 千克，而 {1} {2} × {3} 千克为 {4} 千克',
    'tank-to-wake is a part of well-to-wake': '使用阶段（TTW）是全生命周期（WTW）的一部分，不得大于后者',
    '{0} is in the chain twice': '{0} 在运输链中重复出现',
    'a decimal in a string, such as "36.801"': '须为写在引号内的数字，如 "36.801"',
    'a date-time in UTC, such as 2026-12-04T06:00:00Z': '须为 UTC 日期时间，如 2026-12-04T06:00:00Z',
    'at least one of actual, gcd and sfd': 'actual、gcd、sfd 至少填写一项',
    'exactly one of tocId and hocId': 'tocId 与 hocId 须且只须填写一项',
  },
  terms: {
    ...EMISSIONS_IN_CHINESE.terms,
    draft: '为草案',
    submitted: '已提交',
    verified: '已核查',
    approved: '已批准',
    rejected: '已驳回',
    corrected: '已更正',
    submission: '提交',
    verification: '核查',
    approval: '批准',
    rejection: '驳回',
    correction: '更正',
    CALCULATION: '核算次数',
    STATEMENT: '碳声明份数',
    CONTAINER: '箱数',
    TONNE: '吨数',
  },
};
