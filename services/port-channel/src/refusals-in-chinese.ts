import type { Translation } from '@greenlane/runtime/translation';

export const PORT_CHANNEL_IN_CHINESE: Translation = {
  sentences: {
    container: '集装箱',
    pass: '通行证',
    event: '动态',
    'quarantined event': '待核动态',
    'The containers cannot be assigned': '无法指定箱号',
    'a container number occurs twice': '有箱号重复',
    'the allocation is {0}; containers are assigned while it is held, confirmed or loaded':
      '该舱位分配{0}；只有已预留、已确认或已装船时可以指定箱号',
    unknown: '未知',
    '{0} of {1} containers are still open, {2} were sent': '{1} 箱中还有 {0} 箱未指定，却提交了 {2} 个箱号',
    '{0} belongs to another live allocation': '{0} 已用于另一有效的舱位分配',
    'The pass cannot be acknowledged': '该通行证不能确认',
    'the pass is {0}; only an issued one can be acknowledged': '该通行证{0}，只有已签发的可以确认',
    'Only a port operator may declare this pause': '只有港口运营方可以申报该暂停原因',
    'an exporter may declare EXPORTER_HOLD': '出口商只能申报 EXPORTER_HOLD（出口商原因）',
    'The container was not in port then': '该时段集装箱不在港',
    'a pause lies between the gate-in of the container and its loading': '暂停时段须在集装箱进闸与装船之间',
    'must lie after from': '须晚于 from',
    'Statistics by carrier are not for exporters': '出口商不能按承运人查看统计',
    'leave this filter out': '请去掉该筛选条件',
    'You speak for your own ports': '只能处理本机构所辖港口',
    'what is ACT has happened; what is still expected is PLN or EST': 'ACT 表示已经发生；尚未发生的动态请用 PLN 或 EST',
    'you record events of {0}': '本机构只能记录 {0} 的动态',
    'another organisation has recorded an event under this eventID': '该 eventID 已由另一机构使用',
    '1 to {0} events, one, in a list, or one a line': '每次 1 至 {0} 条动态：单条、列表，或每行一条',
    'the port: a UN/LOCODE in eventLocation or transportCall':
      '缺港口：请在 eventLocation 或 transportCall 中填写 UN/LOCODE',
    'a time between 2000 and 2090': '时间须在 2000 年至 2090 年之间',
    'say what is corrected: eventDateTime, UNLocationCode or facilityCode':
      '请填写更正的内容：eventDateTime、UNLocationCode 或 facilityCode',
    'give the Next-Page or Prev-Page of an answer': '请填写返回的 Next-Page 或 Prev-Page',

    // Beside the dwell of a box.
    'gate-in came under the retired code {0}': '进闸动态使用了已停用的代码 {0}',
    'gated in again at {0}': '在 {0} 再次进闸',
    'loaded at terminal {0}, gated in at {1}': '在 {0} 码头装船，在 {1} 码头进闸',
    'customs selected it and no release was recorded': '海关布控查验，未记录放行',
    'it gated in at another port without a load or a gate-out here': '未在此装船或出闸，又在另一港口进闸',
  },
  terms: {
    issued: '已签发',
    acknowledged: '已确认',
    used: '已使用',
    revoked: '已撤销',
    replaced: '已被替换',
  },
};
