import { type Logger, pino } from 'pino';

/** JSON lines on standard output; credentials and signing material never reach them. */
export function makeLogger(options: { readonly level: string; readonly name: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    redact: {
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
    },
  });
}
