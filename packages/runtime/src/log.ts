import { type DestinationStream, type Logger, pino } from 'pino';

type LogOptions = { readonly level: string; readonly name: string };

function loggerTo({ level, name }: LogOptions, destination?: DestinationStream): Logger {
  const redact = {
    paths: [
      'authorization',
      '*.authorization',
      'req.headers.authorization',
      'headers.authorization',
      'apiKey',
      '*.apiKey',
      'secret',
      '*.secret',
      'password',
      '*.password',
      '*.privateKey',
      'privateKey',
    ],
    censor: '[redacted]',
  };
  return destination === undefined ? pino({ name, level, redact }) : pino({ name, level, redact }, destination);
}

/** JSON lines on standard output; credentials and signing material never reach them. */
export function makeLogger(options: LogOptions): Logger {
  return loggerTo(options);
}

const LEVELS: Readonly<Record<number, string>> = { 40: 'warning', 50: 'error', 60: 'fatal' };

/** A record as a person reads it: what happened, what it was about, and where an error came from. */
function plainLines(json: string): string {
  const record: Readonly<Record<string, unknown>> = JSON.parse(json);
  const { level, time: _time, pid: _pid, hostname: _host, name: _name, msg, err, ...about } = record;
  const names = Object.entries(about).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const { stack, message } = (err ?? {}) as { readonly stack?: string; readonly message?: string };
  const said = [msg, names.length === 0 ? undefined : `(${names.join(', ')})`].filter((part) => part !== undefined);
  const from = stack ?? message;
  return `${LEVELS[Number(level)] ?? 'note'}: ${said.join(' ')}\n${from === undefined ? '' : `  ${from.replaceAll('\n', '\n  ')}\n`}`;
}

/** The same for whoever watches a terminal. @param write is given whole lines */
export function makePlainLogger(options: LogOptions, write: (lines: string) => void): Logger {
  return loggerTo(options, { write: (json) => write(plainLines(json)) });
}
