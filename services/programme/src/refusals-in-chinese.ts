import type { Translation } from '@greenlane/runtime/translation';

export const PROGRAMME_IN_CHINESE: Translation = {
  sentences: {
    'a cluster is one of {0}; an organisation of another zone names none':
      '产业集群须为 {0} 之一；其他示范区的机构请不填',
    'version {0} is in force from that moment on; draft this one with a later effectiveFrom':
      '版本 {0} 自该时刻起生效；请为此版本另定更晚的生效时间 effectiveFrom',
    key: '密钥',
    user: '用户',
    'policy version': '政策版本',
    preview: '试算',
    designation: '优先资格',
    'Conflict with the present state': '与当前状态冲突',
    'This can never be accepted': '该内容无法接受',
    'this credential has {0} and cannot give {1}': '该凭证的权限范围为 {0}，不能授予 {1}',
    'two keys are active; revoke one first': '已有两个有效密钥，请先撤销一个',
    'must lie in the future': '须晚于现在',
    'must not lie before validFrom': '不得早于 validFrom',
    'lower-case letters, digits and hyphens, 2 to 61 characters': '须为小写字母、数字和连字符，2 至 61 个字符',
    '2 to 12 digits of an HS code': '须为 HS 编码的前 2 至 12 位数字',
    'this person is a user of an organisation; remove them there first': '此人已是某机构的用户，请先在该机构移除',
    'the organisation has 200 users': '该机构已有 200 个用户，达到上限',
    'no such organisation': '没有该机构',
    '{0} is taken': '{0} 已被使用',
    'an authority cannot suspend itself': '主管部门不能停用自己',
    'a port operator needs at least one port': '港口运营方至少须有一个港口',
    'only a port operator has ports': '只有港口运营方可以填写港口',
    'only a logistics provider acts for exporters': '只有物流服务商可以代理出口商',
    'only an exporter has others act for it': '只有出口商可以授权他人代理',
    'no logistics provider has this id': '没有该编号的物流服务商',
    'only exporters are priority units': '只有出口商可以是优先保障单位',
    'the designation {0} says the same and is {1}; change its status, or grant what it lacks':
      '优先资格 {0} 内容相同，状态为{1}；请更改其状态，或只授予所缺的部分',
    'only {0} are designated; other zones are in the diagnostic phase': '只有 {0} 获得认定，其他园区尚在诊断阶段',
    'a revoked designation stays revoked; grant a new one': '已撤销的优先资格不能恢复，请另行授予',
    'a rule with basis PUBLISHED needs evidence of its publication': '依据为 PUBLISHED 的规则须附公布的证明',
    'with the basis SHARE_OF_COST the amount is a share of what was invoiced: from 0 to 1, such as 0.3':
      '以 SHARE_OF_COST 为依据时，金额为发票金额的比例，须在 0 至 1 之间，例如 0.3',
    'there is a version {0} already; a released version never changes': '已有版本 {0}；已发布的版本不能更改',
    'a policy is approved with another key than it was drafted with': '政策的批准与起草须使用不同的密钥',
  },
};
