import type { Translation } from '@greenlane/runtime/translation';

export const CARGO_REQUEST_IN_CHINESE: Translation = {
  sentences: {
    'No such request': '没有该托运需求',
    'The request conflicts with what is already there': '该需求与已有内容冲突',
    Refused: '已拒绝',
    'this organisation is not registered to act for {0}': '本机构未登记为 {0} 的代理',
    'only a logistics provider submits on behalf of another organisation': '只有物流服务商可以代其他机构提交',
    '{0} is no active exporter': '{0} 不是有效的出口商',
    'the cargo is that of {0}': '货物属于 {0}，不能改为其他出口商',
    '{0} names the request {1}, submitted with another body; amend that one with PUT':
      '{0} 已用于需求 {1}，但内容不同；请用 PUT 修改该需求',
    '{0} is already used for a request of this exporter; choose another reference':
      '{0} 已用于该出口商的另一需求，请换一个编号',
    'the reference names the request and stays': '编号是需求的标识，不能更改',
    'the request belongs to the market {0}; cancel it and submit another for {1}':
      '该需求属于 {0} 市场；请取消后另行提交 {1} 市场的需求',
    'the request is {0}; submit a new one instead': '该需求{0}，请另行提交新的需求',
    'the containers of allocation {0} are on board': '分配 {0} 的集装箱已装船',
    'all load ports of a request lie in one market, these do not: {0}; submit one request for each':
      '一份需求的装货港须属于同一市场，这些不是：{0}；请分别提交',
    '{0} is not among the load ports {1}': '{0} 不在装货港 {1} 之内',
    '{0} is also a load port': '{0} 同时也是装货港',
    '{0} lies in the load market {1}; offers carry cargo out of it':
      '{0} 位于装货市场 {1} 之内，而航次是从该市场运出货物',
    '{0} lie in the load market {1}; offers carry cargo out of it':
      '{0} 均位于装货市场 {1} 之内，而航次是从该市场运出货物',
    'UN {0} is not in the Dangerous Goods List': '危险货物一览表中没有 UN {0}',
    'UN {0} {1} is class {2}, not {3}': 'UN {0} {1} 属第 {2} 类，不是第 {3} 类',
    'UN {0} {1} needs the reference of its certificate': 'UN {0} {1} 须填写危险品证书编号',
    'lithium-ion accumulators (HS 8507.60) are declared under one of UN {0}':
      '锂离子蓄电池（HS 8507.60）须按以下 UN 编号之一申报：{0}',
    '{0} does not take UN {1} under the policy in force': '按现行政策，{0} 不接受 UN {1}',
    '{0} kg gross needs a box plated above the usual {1} kg': '总重 {0} 千克，需要额定总重高于通常 {1} 千克的箱子',
    'no sourced sea distance is known for {0}: no sailing can be matched; name other ports':
      '没有 {0} 的有来源航程，无法配载任何航次；请填写其他港口',
    'no sourced sea distance is known for {0}: sailings are matched between the other ports alone':
      '没有 {0} 的有来源航程，仅在其他港口之间配载',
    'no leg to {0}: its door-to-port figure begins at the terminal and looks lower than it is':
      '没有到 {0} 的前段运输：其门到港数字从码头起算，会比实际偏低',
  },
};
