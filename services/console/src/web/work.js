import { Card, clock, day, Figures, html, Shown, Table, Trouble, useData } from '/console/parts.js';
import { say } from '/console/words.js';

const HOUR = 3_600_000;
const MOST_TASKS = 200;

/** What is missing before cargo can go: documents, legs, box numbers, evidence; the gate that closes first on top. */
function tasksOf(requests, allocations, statements, now) {
  const stated = new Set(statements.flatMap(({ allocationIds = [] }) => allocationIds));
  const tasks = [];
  const add = (kind, what, due, reference, exporter) =>
    tasks.push({ kind, what, due, reference, exporter, key: `${kind} ${reference} ${what}` });
  for (const request of requests) {
    if (['CANCELLED', 'EXPIRED', 'REFUSED', 'COMPLETED'].includes(request.status)) continue;
    const about = [request.cargoReadyDateTime, request.requestReference, request.exporterName];
    for (const goods of request.cargo.dangerousGoods)
      if (!goods.certificateReference) add('document', `UN ${goods.UNNumber}: ${say('certificateMissing')}`, ...about);
    const served = new Set(request.origin.preCarriage.map(({ loadPort }) => loadPort));
    const without = request.origin.loadPorts.filter((port) => !served.has(port));
    if (without.length > 0) add('leg', `${without.join(', ')}: ${say('legMissing')}`, ...about);
    if (!request.incoterm) add('document', say('incotermMissing'), ...about);
    for (const feedback of request.feedbacks)
      if (feedback.severity === 'ERROR') add('document', feedback.message, ...about);
  }
  for (const allocation of allocations) {
    const about = [allocation.requestReference, allocation.exporterName];
    const closes =
      allocation.cutOffs
        .map(({ cutOffDateTime }) => cutOffDateTime)
        .toSorted()
        .at(-1) ?? allocation.departureDateTime;
    if (
      allocation.status === 'confirmed' &&
      Date.parse(allocation.departureDateTime) - now < 14 * 24 * HOUR &&
      !allocation.hasContainers
    )
      add(
        'container',
        `${allocation.units} × ${allocation.ISOEquipmentCode}, ${allocation.vessel.name}: ${say('containersMissing')}`,
        closes,
        ...about,
      );
    if (allocation.status === 'held' && allocation.holdExpiresAt)
      add('wait', `${allocation.vessel.name}: ${say('waitsForCarrier')}`, allocation.holdExpiresAt, ...about);
    if (allocation.status === 'completed' && !stated.has(allocation.allocationId))
      add('evidence', `${allocation.vessel.name}: ${say('statementMissing')}`, allocation.arrivalDateTime, ...about);
    if (allocation.chain.sea.profile.dataQuality === 'DEFAULT' && allocation.status !== 'completed')
      add(
        'evidence',
        `${allocation.vessel.name}, ${allocation.carrierName}: ${say('evidenceDefault')}`,
        allocation.arrivalDateTime,
        ...about,
      );
  }
  return tasks.toSorted((a, b) => a.due.localeCompare(b.due));
}

/** The day's list of whoever ships: most of it for logistics providers, who act for several exporters. */
export function WorkView({ api, tick }) {
  const { value, error } = useData(async () => {
    const [requests, allocations, statements, passes] = await Promise.all([
      api.list('/v1/cargo-requests', 5),
      api.list('/v1/allocations', 10),
      api.list('/v1/carbon/statements', 5),
      api.list('/v1/port-channel/passes', 10),
    ]);
    const assigned = new Set(
      passes.filter(({ equipmentReference }) => equipmentReference).map(({ allocationId }) => allocationId),
    );
    const known = allocations.map((row) => ({
      ...row,
      hasContainers: assigned.has(row.allocationId) || !row.priority,
    }));
    return tasksOf(requests, known, statements, Date.now());
  }, [tick]);
  const tasks = value ?? [];
  const count = (kind) => tasks.filter((task) => task.kind === kind).length;
  return html`<${Trouble} error=${error} /><${Figures} items=${['document', 'leg', 'container', 'evidence'].map((kind) => [count(kind), say(`${kind}Tasks`), count(kind) > 0 ? 'warn' : ''])} />
    <${Card} title=${say('work')} aside=${html`<${Shown} shown=${Math.min(MOST_TASKS, tasks.length)} of=${tasks.length} />`}><${Table} caption=${say('work')} rows=${tasks.slice(0, MOST_TASKS)} keyOf=${({ key }) => key} columns=${[
      [
        say('due'),
        (task) => (Date.parse(task.due) < Date.now() ? html`<b class="rolled">${clock(task.due)}</b>` : day(task.due)),
      ],
      [say('kind'), (task) => html`<span class="tag">${say(`${task.kind}Task`)}</span>`],
      [say('reference'), (task) => task.reference],
      [say('exporter'), (task) => task.exporter],
      [say('todo'), (task) => task.what, 'wrap'],
    ]} /><//>`;
}
