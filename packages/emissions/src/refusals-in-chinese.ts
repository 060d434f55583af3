/** What the calculators refuse with, and what they note beside a figure, by the English sentence. */
export const EMISSIONS_IN_CHINESE: {
  readonly sentences: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<string, string>>;
} = {
  sentences: {
    'Reduction factors are known for 2019 to 2030.': '折减系数仅有 2019 至 2030 年的数值',
    'FuelEU Maritime applies from 2025 on.': 'FuelEU Maritime 自 2025 年起适用',
    'The EU ETS covers shipping from 2024 on.': '欧盟碳市场（EU ETS）自 2024 年起涵盖航运',
    'Ships below 5,000 GT are outside the EU ETS.': '5,000 总吨以下的船舶不在欧盟碳市场（EU ETS）范围内',
    'At least one fuel is needed.': '至少填写一种燃料',
    '{0} is none of {1}.': '{0} 不在可选值之内：{1}',
    'VLSFO is no class of Annex II: enter it by its ISO 8217 grade, HFO for RME to RMK.':
      '附件二没有 VLSFO 这一类：请按 ISO 8217 等级填写，RME 至 RMK 填 HFO',
    'The engine decides the slip: enter {0}_OTTO_MS, {1}_OTTO_SS, {2}_DIESEL_SS, {3}_LBSI or {4}_STEAM.':
      '甲烷逃逸取决于发动机：请填写 {0}_OTTO_MS、{1}_OTTO_SS、{2}_DIESEL_SS、{3}_LBSI 或 {4}_STEAM',
    'The wind reward factor is one of {0}.': '风力奖励系数只能是 {0}',
    'Deficit years count from 1.': '连续赤字年数从 1 起计',
    'No energy is within the scope.': '适用范围内没有能耗',
    'Only a deficit can be covered by borrowing.': '只有赤字才能借用',
    'Borrowing in two consecutive years is not allowed.': '不得连续两年借用',
    'Borrowing is above 0 and at most {0} g (2 % of limit × energy).':
      '借用量须大于 0，且不超过 {0} 克（限值 × 能耗的 2%）',
    'Only a surplus can be banked, and no more than all of it.': '只有盈余才能结转，且不得超过全部盈余',
    'The balances of a pool add up to 0 or more.': '联营池各船余额之和不得为负',
    '{0} g were shared out of {1} g.': '分配了 {0} 克，而总量为 {1} 克，两者须相等',
    'A ship is in one pool, once.': '同一船舶在联营池中只能出现一次',
    '{0} would leave with a larger deficit.': '{0} 的赤字会比加入前更大',
    '{0} would leave with a deficit.': '{0} 会由盈余变为赤字',
    '{0} must be a decimal above 0, in text.': '{0} 须为大于 0 的数字，写在引号内',
    '{0} must be a decimal of 0 or more, in text.': '{0} 须为不小于 0 的数字，写在引号内',
    '{0} must be above 0 and at most 1.': '{0} 须大于 0 且不超过 1',
    'The shares add up to {0}, not to 1.': '各份额之和为 {0}，应为 1',
    '{0} must lie between 0 and 100.': '{0} 须在 0 至 100 之间',
    '{0} is no ISO 6346 size-type of 20, 40 or 45 feet.': '{0} 不是 20、40 或 45 英尺箱的 ISO 6346 尺寸箱型代码',
    '{0} measures {1} and {2} {3}: no factor converts one into the other.':
      '{0} 计量的是{1}，而 {2} 计量的是{3}，两者之间没有换算系数',
    'This build knows the factor sets {0}, not {1}.': '本版本有因子集 {0}，没有 {1}',
    'Transport activity is the real mass of goods and packaging; chargeable weight is a tariff.':
      '运输活动量按货物连同包装的实际质量计算，不能用计费重量',
    'A chain has at least one leg or hub.': '运输链至少有一个运段或节点',
    'An intensity per TEU-km needs the TEU of the consignment.': '以 TEU-km 计的强度需要填写本票货物的 TEU',
    'There is no default for {0} without a trade lane.': '{0} 未给出贸易航线，没有默认值',
    'Trade-lane factors are for container ships.': '贸易航线因子仅适用于集装箱船',
    'Tank-to-wake is a part of well-to-wake.': '使用阶段（TTW）是全生命周期（WTW）的一部分，不得大于后者',
    'At least one carrier is needed.': '至少填写一种能源载体',
    '{0} is measured in {1}, not in {2}.': '{0} 的计量单位是 {1}，不是 {2}',
    'The factor set holds no factor for {0}; give the intensity with its source instead.':
      '因子集中没有 {0} 的因子；请直接填写强度并注明来源',
    'Element {0} is a container terminal: its factor counts containers.':
      '要素 {0} 是集装箱码头，其因子按箱计，请填写箱数',

    // Why data of a ship are not taken as they were given.
    '{0} The trade-lane default is used instead.': '{0}；改用贸易航线默认值',
    'The EU-MRV figure is zero or missing; a zero there means "not reported".':
      'EU-MRV 数值为零或缺失；其中的零表示“未报告”',
    '{0} g CO2/(t·nm) lies outside {1} to {2}, the range of real container ships.':
      '{0} 克 CO2/(吨·海里) 超出 {1} 至 {2} 的范围，即真实集装箱船的范围',
    'The reporting year {0} had not ended on {1}.': '报告年度 {0} 在 {1} 尚未结束',
    'The reference period ends ({0}) before it begins.': '基准期的结束日（{0}）早于开始日',
    'The reference period of {0} days is longer than a year.': '基准期为 {0} 天，超过一年',
    'The reference period ends on {0}, not before {1}.': '基准期于 {0} 结束，须早于 {1}',
    'No evidence document with a SHA-256 was given.': '未提供带 SHA-256 值的证明文件',
    'Fuel or transport work is zero or missing.': '燃料或运输周转量为零或缺失',
    '{0} MJ of fuel per TEU-km lies outside {1} to {2}, the range of real container ships.':
      '每 TEU-km 燃料 {0} MJ，超出 {1} 至 {2} 的范围，即真实集装箱船的范围',

    // Beside a figure.
    '{0} stands in for {1}.': '以 {0} 代替 {1}',
    '{0} has trust {1}.': '{0} 的可信度为 {1}',
    '{0} has trust {1} ({2}).': '{0} 的可信度为 {1}（{2}）',
    'one secondary source': '仅一个二手来源',
    derived: '推算所得',
    '{0} counts as {1}, the least favourable pathway: {2}.': '{0} 按最不利的路径 {1} 计算：{2}',
    'its certified {0} g CO2e/MJ is above {1}': '其认证值 {0} 克 CO2e/MJ 高于 {1}',
    'no certified value was given': '未提供认证值',
    'The GLEC table has no factor for {0}; the FuelEU Annex II row {1} (GWP {2}) is used.':
      'GLEC 表中没有 {0} 的因子，采用 FuelEU 附件二的 {1}（GWP {2}）',
    '{0} counts with the fossil pathway {1}: no certified value with a proof of sustainability was given.':
      '{0} 按化石路径 {1} 计算：未提供附可持续性证明的认证值',
    'The factor table holds no lane {0}; the row "{1}" stands in for it.': '因子表中没有航线 {0}，以“{1}”一行代替',
    "The ship's figure does not tell reefers apart: the difference between refrigerated and dry of {0} is added.":
      '船舶数值未区分冷藏箱：另加 {0} 中冷藏箱与干箱之差',
    'Converted from EU-MRV: CO2 per tonne-mile at 10 t/TEU, distance adjustment 1.15, other gases and well-to-tank at the GLEC ratios of heavy fuel oil.':
      '由 EU-MRV 换算：按每 TEU 10 吨折算每吨海里 CO2，距离修正 1.15，其他气体及上游排放按 GLEC 重油比例',
    '{0} by {1}, trust {2}.': '{0} 按 {1} 计算，可信度 {2}',
    '{0} km actual ÷ {1} = {2} km shortest feasible.': '实际 {0} 千米 ÷ {1} = 最短可行 {2} 千米',
  },
  terms: { mass: '质量', distance: '距离', volume: '体积', energy: '能量' },
};
