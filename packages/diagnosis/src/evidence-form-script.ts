/**
 * The script of the evidence form. Documents stay with the supplier: only their SHA-256, made in the browser, is sent.
 * Written as text because the page is one file that must work behind any gateway without further requests.
 */
export const EVIDENCE_FORM_SCRIPT = `
const form = document.querySelector('form');
const status = document.getElementById('status');
const value = (scope, name) => scope.querySelector('[name="' + name + '"]').value.trim();
const filled = (object) => Object.fromEntries(Object.entries(object).filter(([, text]) => text !== ''));
const documentOf = (scope) => filled({ reference: value(scope, 'reference'), sha256: value(scope, 'sha256') });
const rowsOf = (scope, read) => [...scope.querySelectorAll('[data-row]')].map((row) => ({ rowNumber: Number(row.dataset.row), ...read(row) }));
const READ = {
  VOYAGE_FUEL: (scope) => ({
    fuels: [...scope.querySelectorAll('[data-fuel]')].map((row) => filled({ fuel: value(row, 'fuel'), tonnes: value(row, 'tonnes') })).filter((use) => use.tonnes),
    transportWorkTeuKm: value(scope, 'transportWorkTeuKm'),
    referencePeriod: { start: value(scope, 'start'), end: value(scope, 'end') },
    evidence: [{ type: value(scope, 'type'), ...documentOf(scope) }],
  }),
  VESSEL: (scope) => ({ vesselIMONumber: value(scope, 'vesselIMONumber') }),
  EU_MRV: (scope) => ({ gCO2PerTonneNauticalMile: value(scope, 'gCO2PerTonneNauticalMile'), reportingYear: Number(value(scope, 'reportingYear')), document: documentOf(scope) }),
  CARGO_WEIGHT: (scope) => ({ rows: rowsOf(scope, (row) => ({ cargoGrossWeightKgPerContainer: value(row, 'kg') })), document: documentOf(scope) }),
  PRE_CARRIAGE: (scope) => ({ rows: rowsOf(scope, (row) => ({ legs: [...row.querySelectorAll('[data-leg]')].map((leg) => filled({ mode: value(leg, 'mode'), distanceKm: value(leg, 'distanceKm') })).filter((leg) => leg.distanceKm) })), document: documentOf(scope) }),
};
for (const scope of document.querySelectorAll('[data-ask]')) {
  const box = scope.querySelector('[name="cannot"]');
  const update = () => {
    scope.querySelector('.given').hidden = box.checked;
    scope.querySelector('.reason').hidden = !box.checked;
  };
  box.addEventListener('change', update);
  update();
  const file = scope.querySelector('input[type="file"]');
  if (file) file.addEventListener('change', async () => {
    if (!file.files[0]) return;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.files[0].arrayBuffer()));
    scope.querySelector('[name="sha256"]').value = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  });
}
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = { suppliedBy: value(form, 'suppliedBy') };
  for (const scope of form.querySelectorAll('[data-ask]')) {
    const cannot = scope.querySelector('[name="cannot"]').checked;
    answer[scope.dataset.ask] = cannot ? { notAvailable: value(scope, 'notAvailable') } : READ[scope.dataset.ask](scope);
  }
  status.textContent = '…';
  const reply = await fetch(location.pathname, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) });
  if (reply.ok) {
    form.hidden = true;
    status.textContent = document.body.dataset.thanks;
    return;
  }
  const problem = await reply.json();
  status.replaceChildren(...(problem.errors || [{ message: problem.title }]).map((item) => {
    const line = document.createElement('li');
    line.textContent = (item.property ? item.property + ': ' : '') + item.message;
    return line;
  }));
  status.scrollIntoView({ block: 'nearest' });
});`;
