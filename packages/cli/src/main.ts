import { InvariantError } from '@greenlane/kernel/assert';
import { Command, InvalidArgumentError, Option } from 'commander';

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
  return port;
}

function calendarDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('a date such as 2026-12-03');
  return text;
}

const collect = (text: string, earlier: readonly string[]): readonly string[] => [...earlier, text];

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('give a whole number from 1 on');
  return number;
}

const program = new Command('greenlane')
  .description('Low-emission container-shipping capacity, matched to exporters with priority units first.')
  .showHelpAfterError();

program
  .command('start')
  .description('runs every service in this process beside its own PostgreSQL, with the demo on first run')
  .option('--port <port>', 'where to serve', portNumber, 8080)
  .option('--fresh', 'begins with empty data', false)
  .option('--no-demo', 'loads no demo data')
  .option('--bus <bus>', 'postgres, or kafka (starts a local broker, or uses KAFKA_BROKERS)', 'postgres')
  .option('--data <directory>', 'where data is kept', '.greenlane')
  .option('--seed <seed>', 'seed of the demo', Number, 7)
  .action(async (options) => (await import('./start.ts')).start(options));

const keys = program.command('keys').description('API keys made by whoever operates the database');
keys
  .command('create')
  .description('makes a key: the first authority, or --organisation of your choice')
  .option('--organisation <id>', 'whose key; absent: the authority, made when there is none')
  .option('--name <name>', 'name of a new authority', 'Programme Authority')
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .action(async (options) => (await import('./keys.ts')).createKeys(options));

program
  .command('verify')
  .argument('[statement]', 'a statement.json; without it the platform’s invariants are checked')
  .option('--jwks <file>', 'the key set that the signer must be of')
  .option('--fingerprint <thumbprint>', 'the thumbprint (RFC 7638) of the key that the signer must hold')
  .option(
    '--previous <file>',
    'the statement that the same reporter issued before, to check the link of the hash chain',
  )
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .description('recomputes every figure of a statement offline, or checks the platform’s invariants; exit code 0 or 1')
  .action(async (statement, options) => {
    if (statement === undefined && (options.jwks ?? options.fingerprint ?? options.previous) !== undefined)
      throw new Error('--jwks, --fingerprint and --previous are about a statement: name its file');
    const ok =
      statement === undefined
        ? await (await import('./verify-platform.ts')).verifyPlatform(options)
        : await (await import('./verify-statement.ts')).verifyStatementFile(statement, options);
    process.exitCode = ok ? 0 : 1;
  });

const audit = program.command('audit').description('the append-only log of every decision and change');
audit
  .command('verify')
  .argument('[export]', 'NDJSON of GET /v1/programme/audit; without it the log of the platform itself')
  .option('--anchors <file>', 'the answer of GET /v1/programme/audit/anchors, kept from whenever')
  .option('--chain <organisation>', 'the one chain that the export is of; absent: the whole log')
  .option('--jwks <file>', 'the key set that must have signed the anchors')
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .description('finds a changed, deleted or swapped row and, through anchors, a cut tail; exit code 0 or 1')
  .action(async (file, options) => {
    process.exitCode = (await (await import('./audit.ts')).verifyAudit(file, options)) ? 0 : 1;
  });

program
  .command('diagnose')
  .argument('<shipments>', 'a CSV of past shipments, with any column names, in English or Chinese')
  .option('--out <file>', 'where to write; absent: standard output')
  .addOption(
    new Option('--format <format>', 'absent: by the ending of --out, else json').choices(['json', 'csv', 'html']),
  )
  .option('--policy <file>', 'the policy to be ready for, or all of them, as GET /v1/programme/policies answers')
  .option('--as-of <date>', 'the day on which evidence is judged', calendarDate, new Date().toISOString().slice(0, 10))
  .option('--column <header=field>', 'says what a column means; may be repeated', collect, [])
  .description(
    'says what is missing in a shipping list, its evidence grades, and its footprint now and with better evidence',
  )
  .action(async (shipments, options) => {
    process.exitCode = (await (await import('./diagnose.ts')).diagnoseFile(shipments, options)) ? 0 : 1;
  });

program
  .command('plan')
  .description('plans offers and requests from files, offline: who gets which space, and how near the best that is')
  .requiredOption('--offers <file>', 'vessel offers, one JSON body a line, with offerId')
  .requiredOption('--requests <file>', 'cargo requests, one JSON body a line, with requestId and priority')
  .requiredOption('--out <file>', 'where the plan is written')
  .option('--iterations <count>', 'budget of the search; absent: by the number of requests', wholeNumber)
  .option('--policy <file>', 'a policy document; absent: the assumed one of the demo')
  .option('--seconds <seconds>', 'stops early; the plan is then not reproducible', wholeNumber)
  .option('--certify', 'has an exact solver look at the plan afterwards')
  .option('--seed <seed>', 'another seed, another search', wholeNumber, 1)
  .action(async (options) => {
    process.exitCode = (await (await import('./plan.ts')).planFiles(options)) ? 0 : 1;
  });

program
  .command('publish')
  .description(
    'publishes a carrier’s capacity from a file, one offer a line, and says what became of each; exit code 0 or 1',
  )
  .requiredOption('--offers <file>', 'vessel offers, one JSON body of the API a line')
  .option('--base-url <url>', 'where the platform is', 'http://127.0.0.1:8080')
  .addOption(new Option('--key <key>', 'API key of the carrier').env('GREENLANE_API_KEY').makeOptionMandatory())
  .action(async (options) => {
    process.exitCode = (await (await import('./publish.ts')).publishOffers(options)) ? 0 : 1;
  });

const parked = program.command('parked').description('events that could not be handled');
parked
  .command('list')
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .action(async (options) => (await import('./parked.ts')).listParked(options));
parked
  .command('show')
  .argument('<parkedId>')
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .action(async (parkedId, options) => (await import('./parked.ts')).showParked(parkedId, options));
parked
  .command('replay')
  .argument('[parkedId]')
  .option('--reason <reason>', 'every waiting one that was parked for this reason, for example HANDLER_FAILED')
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .action(async (parkedId, options) => (await import('./parked.ts')).replay(parkedId, options));

program
  .command('migrate')
  .description('brings every schema to the newest migration (DATABASE_* from the environment)')
  .action(async () => (await import('./migrate.ts')).migrateAll());

program
  .command('backup')
  .argument('<directory>', 'a new or empty folder')
  .option('--data <directory>', 'data of an embedded platform', '.greenlane')
  .description('copies every row as of one moment, beside the running platform')
  .action(async (directory, options) => (await import('./backup.ts')).backUpPlatform(directory, options));

program
  .command('restore')
  .argument('<directory>', 'what greenlane backup made')
  .option('--data <directory>', 'data of an embedded platform, made when missing', '.greenlane')
  .description('brings a backup back into an empty database, and to the newest migrations')
  .action(async (directory, options) => (await import('./backup.ts')).restorePlatform(directory, options));

const BUGS = [InvariantError, TypeError, RangeError, ReferenceError];
try {
  await program.parseAsync();
} catch (error) {
  // What an operator can mend is said in a line; only a bug of ours comes with its stack.
  if (!(error instanceof Error) || BUGS.some((kind) => error instanceof kind)) throw error;
  const causes = error instanceof AggregateError ? error.errors.map(({ message }: Error) => message) : [error.message];
  console.error(`error: ${causes.join('; ')}`);
  process.exit(1);
}
