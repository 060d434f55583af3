import type { Translation } from '@greenlane/runtime/translation';

export const VESSEL_OFFER_IN_CHINESE: Translation = {
  sentences: {
    'The offer conflicts with what is already there': '该航次与已有内容冲突',
    'The offer cannot be accepted': '该航次无法接受',
    '{0} names the offer {1}, published with another body; amend that one with PUT':
      '{0} 已用于航次 {1}，但内容不同；请用 PUT 修改该航次',
    'a withdrawn offer stays as it was': '已撤回的航次不能再更改',
    'the reference names the offer and stays as it is': '编号是航次的标识，不能更改',
    'the offer belongs to the market {0}; withdraw it and publish another for {1}':
      '该航次属于 {0} 市场；请撤回后另行发布 {1} 市场的航次',
    'the offer would already have ended': '有效期须晚于现在，否则该航次发布时即已结束',

    // The voyage.
    'a sailing makes at least two calls that are not omitted': '航次至少须有两个未取消的挂港',
    'two calls in a row name the same port': '相邻两个挂港为同一港口',
    'port calls are in the order of the voyage, each later than the one before':
      '挂港须按航行顺序排列，每个都晚于前一个',
    'a sailing lies within {0} days of today': '航次日期须在今天前后 {0} 天之内',
    'the ship has left its last call in the load market {0}': '船舶已离开装货市场 {0} 的最后一个挂港',
    'at most {0} tonnes': '最多 {0} 吨',
    'the ship departs before it arrives': '离港时间早于到港时间',
    'the last call needs its arrival': '最后一个挂港须填写到港时间',
    'a call where cargo of the market can load needs its departure': '可装货的挂港须填写离港时间',
    'a call where cargo is discharged needs its arrival': '卸货的挂港须填写到港时间',
    'no call has a cut-off or a departure': '没有任何挂港填写截止时间或离港时间',
    '{0} is given twice on one call': '同一挂港重复填写了 {0}',
    '{0} lies after the departure of its call': '{0} 晚于该挂港的离港时间',
    '{0} lies before the gate opens (EFC)': '{0} 早于开始进港时间（EFC）',

    // The space.
    'dangerous goods are part of the TEU, not on top': '危险品舱位包含在 TEU 总数之内，不得超过总数',
    '{0} are not consecutive calls; the legs of this sailing are {1}': '{0} 不是相邻挂港；本航次的航段为 {1}',
    '{0} is given twice': '{0} 重复填写',
    'the rate of {0} is given twice': '{0} 的运价重复填写',
    'cargo for {0} is on board: its calls stay part of the sailing': '船上有运往 {0} 的货物，相关挂港不能取消',
    '{0} is loaded on {1} → {2}; {3} would cut below it': '{1} → {2} 航段已装载 {0}，不能减至 {3}',

    // The emission profile.
    'the reference period ends before it starts': '基准期的结束日早于开始日',
    'a verified annual intensity is of a year that is over': '经核查的年度强度只能是已结束年度的数值',

    // Taken, with a warning.
    'no sourced sea distance is known for {0}: no cargo is matched between these calls':
      '没有 {0} 的有来源航程，这些挂港之间不作配载',
    'the check digit of {0} does not fit; the number is taken as given': '{0} 的校验码不符，按所填编号采用',
    '{0} has a rate but is not among the accepted equipment': '{0} 填写了运价，但不在接受的箱型之内',
    'primary data is of a period that is over; until then this profile is ranked at a lower grade':
      '一手数据须为已结束期间的数据；在此之前按较低数据等级排序',
    'primary data without evidence is ranked at a lower grade': '一手数据没有证明文件，按较低数据等级排序',
  },
};
