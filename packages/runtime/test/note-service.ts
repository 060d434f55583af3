import { createRequire } from 'node:module';
import type { Transaction } from '@greenlane/database/database';
import { messagingTables } from '@greenlane/messaging/tables';
import { eq, sql } from 'drizzle-orm';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { defineRoute, ProblemError, type Service } from '../src/service.ts';
import { runtimeTables } from '../src/tables.ts';

/** The smallest service that uses everything: it notes texts of organisations and counts the names it hears of. */
export const noteSchema = pgSchema('note');
export const { outbox, inbox, parked } = messagingTables(noteSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(noteSchema);
export const notes = noteSchema.table('note', {
  noteId: text('note_id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  words: text('words').notNull(),
});
export const heard = noteSchema.table('heard', {
  organisationId: text('organisation_id').primaryKey(),
  name: text('name').notNull(),
});

/** The SQL that makes these tables, from the tables themselves. */
export async function noteTablesSql(): Promise<readonly string[]> {
  const { generateDrizzleJson, generateMigration } = createRequire(import.meta.url)('drizzle-kit/api');
  const empty = generateDrizzleJson({});
  return generateMigration(
    empty,
    generateDrizzleJson(
      { noteSchema, outbox, inbox, parked, idempotency, identityOrganisation, identityKey, notes, heard },
      empty.id,
    ),
  );
}

const loseConnection = (tx: Transaction) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);

export const noteService: Service = {
  name: 'programme',
  schema: 'note',
  inChinese: { sentences: { Impossible: '不可能', 'other words': '请换一种说法' } },
  prefixes: ['/v1/notes'],
  compose: ({ newId }) => ({
    routes: [
      defineRoute({
        method: 'POST',
        path: '/v1/notes',
        operationId: 'writeNote',
        summary: 'Writes a note.',
        allow: ['exporter', 'carrier'],
        scope: 'programme:write',
        body: z.strictObject({ words: z.string().min(1), at: z.iso.datetime({ offset: true }).optional() }),
        responses: { 201: { description: 'Written.' } },
        handle: async ({ tx, body, principal, emit }) => {
          if (body.words === 'impossible') {
            throw new ProblemError({
              status: 422,
              title: 'Impossible',
              errors: [{ code: 'NO_SUCH_WORDS', property: 'words', message: 'other words' }],
            });
          }
          const noteId = newId();
          await tx.insert(notes).values({ noteId, organisationId: principal.organisationId, words: body.words });
          await emit(tx, {
            type: 'org.greenlane.organisation.changed.v1',
            subject: noteId,
            key: principal.organisationId,
            audience: '*',
            data: { organisationId: noteId, version: 1, name: body.words, role: 'carrier', status: 'active' },
          });
          return { status: 201, body: { noteId }, headers: { location: `/v1/notes/${noteId}` } };
        },
      }),
      defineRoute({
        method: 'POST',
        path: '/v1/notes/shaped',
        operationId: 'writeShapedNote',
        summary: 'Asks for values of several kinds.',
        allow: ['carrier'],
        scope: 'programme:write',
        body: z.strictObject({
          at: z.iso.datetime({ message: 'a time' }),
          colour: z.enum(['RED', 'GREEN']),
          place: z.string({ message: 'a place' }),
          count: z.int(),
        }),
        responses: { 204: { description: 'Read.' } },
        handle: async () => ({ status: 204 }),
      }),
      defineRoute({
        method: 'POST',
        path: '/v1/notes/unseen',
        operationId: 'writeUnseenNote',
        summary: 'Writes a note as the worker, and loses the connection of the request itself where the words say so.',
        allow: ['carrier'],
        scope: 'programme:write',
        body: z.strictObject({ words: z.string().min(1) }),
        responses: { 201: { description: 'Written.' } },
        handle: async ({ tx, writeAsWorker, body, principal }) => {
          if (body.words === 'lost before') await loseConnection(tx);
          const reply = await writeAsWorker(async (worker) => {
            const noteId = newId();
            await worker.insert(notes).values({ noteId, organisationId: principal.organisationId, words: body.words });
            if (body.words === 'refused') throw new ProblemError({ status: 409, title: 'Taken' });
            return { status: 201, body: { noteId } };
          });
          if (body.words === 'lost after') await loseConnection(tx);
          return reply;
        },
      }),
      defineRoute({
        method: 'POST',
        path: '/v1/notes/later',
        operationId: 'writeNoteLater',
        summary: 'Takes a note, and cannot read what became of it where the words say so.',
        allow: ['carrier'],
        scope: 'programme:write',
        body: z.strictObject({ words: z.string().min(1) }),
        responses: { 200: { description: 'Written.' }, 202: { description: 'Taken.' } },
        handle: async ({ tx, body, principal }) => {
          const noteId = newId();
          await tx.insert(notes).values({ noteId, organisationId: principal.organisationId, words: body.words });
          const settle = async () => {
            if (body.words === 'unreadable') throw new Error('Connection terminated unexpectedly');
            if (body.words === 'refused later') throw new ProblemError({ status: 409, title: 'Taken' });
            return { status: 200, body: { noteId } };
          };
          return { status: 202, body: { noteId }, headers: { location: `/v1/notes/${noteId}` }, settle };
        },
      }),
      defineRoute({
        method: 'GET',
        path: '/v1/notes/{noteId}',
        operationId: 'readNote',
        summary: 'Reads a note.',
        allow: 'authenticated',
        params: z.object({ noteId: z.string() }),
        responses: { 200: { description: 'The note.' } },
        handle: async ({ tx, params }) => {
          const rows = await tx.select().from(notes).where(eq(notes.noteId, params.noteId));
          if (!rows[0]) throw new ProblemError({ status: 404, title: 'No such note' });
          return { status: 200, body: rows[0] };
        },
      }),
    ],
    consumers: [
      {
        group: 'note.heard',
        topics: ['programme'],
        handlers: {
          'org.greenlane.organisation.changed.v1': async ({ tx }, { data }) => {
            if (data.name === 'poison') throw new Error('this name cannot be borne');
            await tx.insert(heard).values({ organisationId: data.organisationId, name: data.name });
          },
        },
      },
    ],
  }),
};
