import { Agent, request } from 'node:http';
import { applyCommonPolicies, ensureRoles, grantSchema, rolesOf } from '@greenlane/database/migrate';
import { systemClock } from '@greenlane/kernel/clock';
import { openBus } from '@greenlane/runtime/run';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hashKey } from '../src/identity.ts';
import { type Platform, startPlatform } from '../src/platform.ts';
import { noteService, noteTablesSql } from './note-service.ts';

let database: TestDatabase;
let platform: Platform;
let closeBus: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase(['event_log']);
  const client = new pg.Client(database.admin);
  await client.connect();
  for (const statement of await noteTablesSql()) await client.query(statement);
  const roles = rolesOf('note');
  await ensureRoles(client, 'note', TEST_ROLE_SECRET);
  await applyCommonPolicies(client, 'note');
  await client.query(`alter table note.note enable row level security; alter table note.note force row level security;
    create policy own on note.note to ${roles.tenant} using (organisation_id = current_setting('greenlane.organisation', true));
    create policy worker on note.note to ${roles.worker} using (true)`);
  await grantSchema(client, 'note');
  for (const [organisation, role] of [
    ['ocean', 'carrier'],
    ['sunny', 'exporter'],
    ['checker', 'verifier'],
  ]) {
    await client.query(
      `insert into note.identity_organisation (organisation_id, version, name, role, status) values ($1, 1, $1, $2, 'active')`,
      [organisation, role],
    );
    await client.query(
      `insert into note.identity_key (key_hash, key_id, organisation_id, version, status) values ($1, $2, $2, 1, 'active')`,
      [hashKey(`gl_test_${organisation}`), organisation],
    );
  }
  await client.end();
  const log = pino({ level: 'silent' });
  const opened = await openBus(
    {
      BUS: 'postgres',
      KAFKA_BROKERS: [],
      DATABASE_HOST: database.admin.host,
      DATABASE_PORT: database.admin.port,
      DATABASE_NAME: database.admin.database,
      DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
    },
    log,
    () => {},
  );
  closeBus = opened.close;
  platform = await startPlatform({
    services: [noteService],
    database: {
      host: database.admin.host,
      port: database.admin.port,
      database: database.admin.database,
      roleSecret: TEST_ROLE_SECRET,
    },
    bus: opened.bus,
    clock: systemClock,
    log,
    host: '127.0.0.1',
    port: 0,
    config: {},
  });
});

afterAll(async () => {
  await platform?.stop();
  await closeBus?.();
  await database?.close();
});

async function call(
  method: string,
  path: string,
  options: { as?: string; body?: unknown; raw?: string; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${platform.baseUrl}${path}`, {
    method,
    headers: {
      ...(options.as ? { authorization: `Bearer gl_test_${options.as}` } : {}),
      ...(options.body !== undefined || options.raw !== undefined ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    },
    ...(options.raw !== undefined
      ? { body: options.raw }
      : options.body !== undefined
        ? { body: JSON.stringify(options.body) }
        : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

describe('a served service', () => {
  test('answers readiness, liveness, metrics and its documents', async () => {
    expect((await call('GET', '/livez')).status).toBe(200);
    expect((await call('GET', '/readyz')).status).toBe(200);
    expect((await call('GET', '/metrics')).body).toContain('process_resident_memory_bytes');
    expect(Object.keys((await call('GET', '/openapi.json')).body.paths)).toEqual([
      '/v1/notes',
      '/v1/notes/shaped',
      '/v1/notes/unseen',
      '/v1/notes/later',
      '/v1/notes/{noteId}',
    ]);
    expect((await call('GET', '/asyncapi.json')).body.asyncapi).toBe('3.0.0');
    expect((await call('GET', '/docs/')).status).toBe(200);
  });

  test('refuses without a key, with a wrong key and with the wrong role', async () => {
    expect((await call('POST', '/v1/notes', { body: { words: 'x' } })).status).toBe(401);
    expect((await call('POST', '/v1/notes', { body: { words: 'x' }, as: 'nobody' })).status).toBe(401);
    expect((await call('POST', '/v1/notes', { body: { words: 'x' }, as: 'checker' })).status).toBe(403);
  });

  test('refuses in Chinese where Chinese is asked for, with the same codes and properties', async () => {
    const asked = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' };
    const write = (body: unknown) => call('POST', '/v1/notes', { as: 'ocean', body, headers: asked });
    const answers = [
      await write({ words: 7, at: '2026-12-03', mood: 'good' }),
      await write({}),
      await write({ words: 'impossible' }),
      await call('POST', '/v1/notes', { as: 'ocean', raw: '{', headers: asked }),
      await call('POST', '/v1/notes', { as: 'checker', body: { words: 'x' }, headers: asked }),
      await call('GET', '/v1/notes/1', { headers: asked }),
      await call('GET', '/v1/nothing', { headers: asked }),
      await call('GET', '/v1/notes/%', { headers: asked }),
    ];
    expect(
      answers.map(({ status, headers, body }) => [
        status,
        headers.get('content-language'),
        headers.get('vary'),
        body.title,
        body.detail,
      ]),
    ).toEqual([
      [
        400,
        'zh',
        'Accept-Language',
        '提交的内容不正确',
        'words：应为文本，实际为数字；at：须为带时区的日期时间，如 2026-12-03T06:00:00+08:00；mood：没有这一项，请删去或检查拼写',
      ],
      [400, 'zh', 'Accept-Language', '提交的内容不正确', 'words：必填（文本）'],
      [422, 'zh', 'Accept-Language', '不可能', 'words：请换一种说法'],
      [
        400,
        'zh',
        'Accept-Language',
        '提交的内容不是 JSON',
        "JSON 格式有误（Expected property name or '}' in JSON at position 1 (line 1 column 2)）",
      ],
      [
        403,
        'zh',
        'Accept-Language',
        '您的角色无权执行此操作',
        'writeNote 仅限出口商、承运人使用，当前凭证的角色为核查方',
      ],
      [
        401,
        'zh',
        'Accept-Language',
        '需要有效的凭证',
        '请在请求头 Authorization: Bearer … 中提供有效的 API 密钥（gl_…）或访问令牌',
      ],
      [404, 'zh', 'Accept-Language', '没有这个路径', '没有这个路径'],
      [400, 'zh', 'Accept-Language', '网址不正确', '“/v1/notes/%”不是正确的网址'],
    ]);
    expect(answers[0]?.body.errors).toEqual([
      { code: 'INVALID_VALUE', property: 'words', message: '应为文本，实际为数字' },
      { code: 'INVALID_VALUE', property: 'at', message: '须为带时区的日期时间，如 2026-12-03T06:00:00+08:00' },
      { code: 'UNKNOWN_PROPERTY', property: 'mood', message: '没有这一项，请删去或检查拼写' },
    ]);
  });

  test('names each property that is wrong, as a problem document', async () => {
    const answer = await call('POST', '/v1/notes', { as: 'ocean', body: { at: '2026-12-01T00:00:00', color: 'red' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: 400, title: 'The body is not valid', instance: '/v1/notes' });
    expect(
      answer.body.errors.map(({ code, property }: { code: string; property: string }) => [code, property]),
    ).toEqual([
      ['MISSING_PROPERTY', 'words'],
      ['INVALID_VALUE', 'at'],
      ['UNKNOWN_PROPERTY', 'color'],
    ]);
    const malformed = await call('POST', '/v1/notes', { as: 'ocean', raw: '{"words": ' });
    expect([malformed.status, malformed.body.errors[0].code]).toEqual([400, 'MALFORMED_JSON']);
    for (const headers of [{}, { 'idempotency-key': 'twice' }]) {
      const twice = await call('POST', '/v1/notes', { as: 'ocean', raw: '{"words":"first","words":"last"}', headers });
      expect([twice.status, twice.body.errors]).toEqual([
        400,
        [{ code: 'REPEATED_PROPERTY', property: 'words', message: 'is named twice in one object' }],
      ]);
    }
  });

  test('takes the same request for the same however its JSON is laid out, and no other', async () => {
    const post = (raw: string) =>
      call('POST', '/v1/notes', { as: 'ocean', raw, headers: { 'idempotency-key': 'laid-out' } });
    const first = await post('{"words":"é"}');
    expect(first.status).toBe(201);
    expect((await post('{ "words": "\\u00e9" }\n')).body).toEqual(first.body);
    expect((await post('{"words":"e"}')).status).toBe(422);
  });

  test('a NUL, half of a surrogate pair and a broken URL are the client’s fault, never a 500', async () => {
    const answers = [
      await call('GET', '/v1/notes/a%00b', { as: 'ocean' }),
      await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'a\u0000b' } }),
      await call('POST', '/v1/notes', { as: 'ocean', raw: '{"words":"\\ud800"}' }),
      await call('GET', '/v1/notes/none?note=a%00b', { as: 'ocean' }),
      await call('GET', '/v1/notes/%F0%9F', { as: 'ocean' }),
    ];
    expect(
      answers.map(({ status, headers, body: { errors } }) => [
        status,
        headers.get('content-type'),
        errors[0].code,
        errors[0].property,
      ]),
    ).toEqual([
      [400, 'application/problem+json', 'INVALID_TEXT', 'noteId'],
      [400, 'application/problem+json', 'INVALID_TEXT', 'words'],
      [400, 'application/problem+json', 'INVALID_TEXT', 'words'],
      [400, 'application/problem+json', 'INVALID_TEXT', 'note'],
      [400, 'application/problem+json', 'INVALID_URL', undefined],
    ]);
  });

  test('a body that is a hundred thousand brackets deep is the client’s fault, with a key or without one', async () => {
    const raw = `{"words":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const sent = async (headers: Record<string, string>) => {
      const { status, body } = await call('POST', '/v1/notes', { as: 'ocean', raw, headers });
      return [status, body.errors];
    };
    expect(await sent({})).toEqual([
      400,
      [{ code: 'INVALID_VALUE', property: 'words', message: 'must be text, not a list' }],
    ]);
    expect(await sent({ 'idempotency-key': 'deep' })).toEqual([
      400,
      [{ code: 'NESTED_TOO_DEEPLY', message: 'lists and objects stand in each other too deeply' }],
    ]);
  });

  test('says that a property is missing whatever its value would have been', async () => {
    const answer = await call('POST', '/v1/notes/shaped', { as: 'ocean', body: { at: null } });
    expect(answer.body.errors).toEqual([
      { code: 'INVALID_VALUE', property: 'at', message: 'a time' },
      { code: 'MISSING_PROPERTY', property: 'colour', message: 'is required (one of RED, GREEN)' },
      { code: 'MISSING_PROPERTY', property: 'place', message: 'is required (a place)' },
      { code: 'MISSING_PROPERTY', property: 'count', message: 'is required (a number)' },
    ]);
  });

  test('does not pass over a filter that a path does not have', async () => {
    const { status, body } = await call('GET', '/v1/notes/none?colour=red', { as: 'ocean' });
    expect([status, body.errors]).toEqual([
      400,
      [{ code: 'UNKNOWN_PROPERTY', property: 'colour', message: 'this property is not part of the message' }],
    ]);
  });

  test('tells every refusal by a code, also where its title says all', async () => {
    const { body } = await call('GET', '/v1/notes/none', { as: 'ocean' });
    expect([body.detail, body.errors]).toEqual(['No such note', [{ code: 'NOT_FOUND', message: 'No such note' }]]);
  });

  test('refuses another method with 405 and the ones that the path takes, and names them to OPTIONS', async () => {
    const wrong = await call('DELETE', '/v1/notes/none', { as: 'ocean' });
    expect([wrong.status, wrong.headers.get('allow'), wrong.body.errors]).toEqual([
      405,
      'GET, HEAD',
      [{ code: 'METHOD_NOT_ALLOWED', message: 'this path takes GET, HEAD, not DELETE' }],
    ]);
    const options = await call('OPTIONS', '/v1/notes');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST']);
    expect((await call('DELETE', '/v1/none', { as: 'ocean' })).status).toBe(404);
  });

  test('says which media type it reads, and how much of it', async () => {
    const asked = async (headers: Record<string, string>, raw = '{"words":"x"}') => {
      const { status, body } = await call('POST', '/v1/notes', { as: 'ocean', raw, headers });
      return [
        status,
        ...body.errors.map(({ code, property, message }: Record<string, string>) => [code, property, message]),
      ];
    };
    const unsupported = (property: string, message: string) => [415, ['UNSUPPORTED_MEDIA_TYPE', property, message]];
    const json = unsupported('Content-Type', 'this path reads application/json');
    expect(await asked({ 'content-type': 'text/plain' })).toEqual(json);
    expect(await asked({ 'content-type': 'application/x-www-form-urlencoded' })).toEqual(json);
    expect(await asked({ 'content-type': 'application/x-ndjson' })).toEqual(json);
    expect(await asked({ 'content-type': 'text/csv' })).toEqual(json);
    expect(await asked({ 'content-encoding': 'gzip' })).toEqual(
      unsupported('Content-Encoding', 'bodies are sent as they are, without compression'),
    );
    expect(await asked({}, JSON.stringify({ words: 'x'.repeat(1_048_576) }))).toEqual([
      413,
      ['BODY_TOO_LARGE', undefined, 'this path takes at most 1048576 bytes'],
    ]);
  });

  test('reads UTF-8 with or without a byte order mark, and refuses other bytes instead of storing them changed', async () => {
    const sent = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${platform.baseUrl}/v1/notes`, {
        method: 'POST',
        headers: { authorization: 'Bearer gl_test_ocean', 'content-type': 'application/json' },
        body,
      });
    expect((await sent(Buffer.from('\ufeff{"words":"光伏 🌞"}'))).status).toBe(201);
    const latin = await sent(Buffer.from('{"words":"Müller"}', 'latin1'));
    expect([latin.status, ((await latin.json()) as { errors: unknown }).errors]).toEqual([
      400,
      [{ code: 'INVALID_TEXT', message: 'the body is not UTF-8' }],
    ]);
  });

  test('hides a note from other organisations behind 404', async () => {
    const { body } = await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'mine' } });
    expect((await call('GET', `/v1/notes/${body.noteId}`, { as: 'ocean' })).body).toEqual({
      noteId: body.noteId,
      organisationId: 'ocean',
      words: 'mine',
    });
    expect((await call('GET', `/v1/notes/${body.noteId}`, { as: 'sunny' })).status).toBe(404);
  });

  test('shows the tenant role no row without a tenant', async () => {
    const db = database.open('note');
    expect(
      await db.asTenant({ organisationId: '', role: '' }, (tx) => tx.execute('select * from note.note')),
    ).toMatchObject({ rowCount: 0 });
    expect(
      await db.asTenant({ organisationId: 'ocean', role: 'carrier' }, (tx) =>
        tx.execute('select * from note.identity_key'),
      ),
    ).toMatchObject({ rowCount: 0 });
  });
});

describe('Idempotency-Key', () => {
  test('replays the first answer, with or without quotes, and writes once', async () => {
    const first = await call('POST', '/v1/notes', {
      as: 'ocean',
      body: { words: 'once' },
      headers: { 'idempotency-key': '"k-1"' },
    });
    const second = await call('POST', '/v1/notes', {
      as: 'ocean',
      body: { words: 'once' },
      headers: { 'idempotency-key': 'k-1' },
    });
    expect([
      second.status,
      second.body,
      second.headers.get('location'),
      second.headers.get('idempotent-replayed'),
    ]).toEqual([201, first.body, first.headers.get('location'), 'true']);
    expect(await database.query(`select count(*)::int as count from note.note where words = 'once'`)).toEqual([
      { count: 1 },
    ]);
  });

  test('refuses the key with another body', async () => {
    await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'a' }, headers: { 'idempotency-key': 'k-2' } });
    const other = await call('POST', '/v1/notes', {
      as: 'ocean',
      body: { words: 'b' },
      headers: { 'idempotency-key': 'k-2' },
    });
    expect([other.status, other.body.errors[0].code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('keeps the keys of two organisations apart', async () => {
    const mine = await call('POST', '/v1/notes', {
      as: 'ocean',
      body: { words: 'c' },
      headers: { 'idempotency-key': 'k-3' },
    });
    const theirs = await call('POST', '/v1/notes', {
      as: 'sunny',
      body: { words: 'c' },
      headers: { 'idempotency-key': 'k-3' },
    });
    expect(theirs.status).toBe(201);
    expect(theirs.body.noteId).not.toBe(mine.body.noteId);
  });

  test('does not store a refusal: a mended request may use the key again', async () => {
    expect(
      (
        await call('POST', '/v1/notes', {
          as: 'ocean',
          body: { words: 'impossible' },
          headers: { 'idempotency-key': 'k-4' },
        })
      ).status,
    ).toBe(422);
    expect(
      (await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'fine' }, headers: { 'idempotency-key': 'k-4' } }))
        .status,
    ).toBe(201);
  });

  test('of ten at once writes one; the others are told to wait or get its answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        call('POST', '/v1/notes', { as: 'ocean', body: { words: 'race' }, headers: { 'idempotency-key': 'k-5' } }),
      ),
    );
    expect(await database.query(`select count(*)::int as count from note.note where words = 'race'`)).toEqual([
      { count: 1 },
    ]);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
  });
});

describe('a write as the worker', () => {
  const unseen = (words: string, key: string) =>
    call('POST', '/v1/notes/unseen', { as: 'ocean', body: { words }, headers: { 'idempotency-key': key } });
  const written = async (words: string): Promise<number> => {
    const client = new pg.Client(database.admin);
    await client.connect();
    const { rows } = await client.query('select count(*)::int as count from note.note where words = $1', [words]);
    await client.end();
    return rows[0].count;
  };

  test('stands with its answer when the request’s own transaction is lost after it: the same key gives the same note', async () => {
    const first = await unseen('lost after', 'w-1');
    const again = await unseen('lost after', 'w-1');
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 201, 'true']);
    expect([again.body.noteId, await written('lost after')]).toEqual([first.body.noteId, 1]);
  });

  test('that never began stores nothing and says so', async () => {
    const answer = await unseen('lost before', 'w-2');
    expect([answer.status, answer.body.errors[0].code, await written('lost before')]).toEqual([503, 'UNAVAILABLE', 0]);
  });

  test('that is refused stores neither the note nor the answer', async () => {
    expect([(await unseen('refused', 'w-3')).status, await written('refused')]).toEqual([409, 0]);
    expect((await unseen('mended', 'w-3')).status).toBe(201);
  });
});

describe('a write whose outcome follows its commit', () => {
  const later = (words: string, key: string) =>
    call('POST', '/v1/notes/later', { as: 'ocean', body: { words }, headers: { 'idempotency-key': key } });

  test('is answered as taken, and again under its key, when the outcome cannot be read', async () => {
    const [first, again] = [await later('unreadable', 'l-1'), await later('unreadable', 'l-1')];
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 202, 'true']);
    expect(again.body.noteId).toBe(first.body.noteId);
    expect((await call('GET', first.headers.get('location') ?? '', { as: 'ocean' })).body.words).toBe('unreadable');
  });

  test('is answered with it, and again under its key, whether granted or refused', async () => {
    for (const [words, key, status] of [
      ['granted later', 'l-2', 200],
      ['refused later', 'l-3', 409],
    ] as const)
      expect([(await later(words, key)).status, (await later(words, key)).status]).toEqual([status, status]);
  });
});

describe('events', () => {
  test('reach the consumer exactly once in effect', async () => {
    const { body } = await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'hear me' } });
    await vi.waitFor(
      async () =>
        expect(await database.query(`select name from note.heard where organisation_id = $1`, [body.noteId])).toEqual([
          { name: 'hear me' },
        ]),
      10_000,
    );
    expect(await database.query('select count(*)::int as count from note.outbox')).toEqual([{ count: 0 }]);
  });

  test('that cannot be handled are parked with their bytes, and later ones go on', async () => {
    const poison = await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'poison' } });
    const good = await call('POST', '/v1/notes', { as: 'ocean', body: { words: 'after poison' } });
    await vi.waitFor(
      async () =>
        expect(
          await database.query(`select name from note.heard where organisation_id = $1`, [good.body.noteId]),
        ).toHaveLength(1),
      15_000,
    );
    const parkedRows = await database.query<{ reason: string; error: string; bytes: string; attempts: number }>(
      `select reason, error, convert_from(original_bytes, 'utf8') as bytes, attempts from note.parked`,
    );
    expect(parkedRows).toHaveLength(1);
    expect(parkedRows[0]).toMatchObject({ reason: 'HANDLER_FAILED', attempts: 5 });
    expect(JSON.parse(parkedRows[0]?.bytes ?? '{}').data.organisationId).toBe(poison.body.noteId);
    expect(
      await database.query(`select count(*)::int as count from event_log.log where topic = 'programme.dlt'`),
    ).toEqual([{ count: 1 }]);
    const waiting = async () =>
      /^greenlane_note_parked_events (.*)$/m.exec((await call('GET', '/metrics')).body as string)?.[1];
    expect(await waiting()).toBe('1');
    await database.query('update note.parked set replayed_at = now()');
    expect(await waiting()).toBe('0');
  });

  test('of an unknown type, too large, or with a NUL where PostgreSQL takes none are parked too', async () => {
    const unknown = {
      specversion: '1.0',
      id: 'unknown-1',
      source: '/somebody',
      type: 'org.somebody.else.v9',
      time: '2026-11-20T00:00:00Z',
      subject: 'x',
      datacontenttype: 'application/json',
      partitionkey: 'x',
      audience: '*',
      data: {},
    };
    const bodies = [
      Buffer.from(JSON.stringify(unknown)),
      Buffer.alloc(5 * 1024 * 1024, 'x'),
      Buffer.from('{"a":\u0000}'),
      Buffer.from([0xff, 0xfe]),
    ];
    for (const bytes of bodies) {
      await database.query(
        `with head as (insert into event_log.head (topic, partition, position) values ('programme', 0, 1)
           on conflict (topic, partition) do update set position = event_log.head.position + 1 returning position)
         insert into event_log.log (topic, partition, position, headers, bytes) select 'programme', 0, position, '{}', $1 from head`,
        [bytes],
      );
    }
    await vi.waitFor(
      async () =>
        expect(
          await database.query(
            `select reason, count(*)::int as count, count(*) filter (where original_bytes = any ($1::bytea[]))::int as whole
             from note.parked where consumer_group = 'programme.identity' group by 1 order by 1`,
            [bodies],
          ),
        ).toEqual([
          { reason: 'MALFORMED', count: 2, whole: 2 },
          { reason: 'TOO_LARGE', count: 1, whole: 1 },
          { reason: 'UNKNOWN_TYPE', count: 1, whole: 1 },
        ]),
      15_000,
    );
  });

  test('leave no lag behind', async () => {
    await vi.waitFor(async () => expect(await platform.lag()).toBe(0), 10_000);
  });
});

describe('a platform that is told to stop', () => {
  test('answers what comes on a connection that was busy, and says that it is the last answer there', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const write = (words: string) =>
      new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
        const sent = request(`${platform.baseUrl}/v1/notes`, {
          agent,
          method: 'POST',
          headers: { authorization: 'Bearer gl_test_ocean', 'content-type': 'application/json' },
        });
        sent.on('response', (answer) => {
          answer.resume().on('end', () => {
            resolve({ status: answer.statusCode, connection: answer.headers.connection });
          });
        });
        sent.on('error', reject).end(JSON.stringify({ words }));
      });
    const client = new pg.Client(database.admin);
    await client.connect();
    await client.query('begin; lock table note.note in access exclusive mode');
    const first = write('in flight');
    await vi.waitFor(async () => {
      const { rows } = await client.query(
        `select 1 from pg_locks where relation = 'note.note'::regclass and not granted`,
      );
      expect(rows).toHaveLength(1);
    }, 10_000);
    const stopped = platform.stop();
    await vi.waitFor(() => expect(fetch(`${platform.baseUrl}/livez`)).rejects.toThrow('fetch failed'), 10_000);
    await client.query('rollback');
    expect(await first).toEqual({ status: 201, connection: 'keep-alive' });
    expect(await write('afterwards')).toEqual({ status: 201, connection: 'close' });
    await stopped;
    await client.end();
    agent.destroy();
  }, 30_000);
});
