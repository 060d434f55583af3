import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVICES } from '@greenlane/embedded/services';
import { openApiDocument } from '@greenlane/runtime/openapi';
import { composedServices } from '@greenlane/testing/authorisation/route-table';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem, answerOf, everyItem } from '../src/answer.ts';
import type { paths } from '../src/api.d.ts';
import { greenlaneClient } from '../src/client.ts';

let services: RunningServices;
const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

type Offer = paths['/v1/vessel-offers']['post']['requestBody']['content']['application/json'];
const offer = (carrierOfferReference: string): Offer => ({
  carrierOfferReference,
  vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
  carrierServiceCode: 'NE1',
  carrierExportVoyageNumber: '054W',
  portCalls: [
    { UNLocationCode: 'CNSGH', departureDateTime: at(10) },
    { UNLocationCode: 'NLRTM', arrivalDateTime: at(45) },
  ],
  capacity: { teu: 40, weightTonnes: '600', dangerousGoodsTeu: 0, reeferPlugs: 0 },
  acceptedEquipment: ['45G1'],
  emissionProfile: { dataQuality: 'DEFAULT' },
  validUntil: at(9),
});

beforeAll(async () => {
  services = await startServices({
    services: SERVICES,
    organisations: [
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'other-line', role: 'carrier' },
    ],
  });
}, 120_000);
afterAll(async () => services?.stop());

const clientOf = (organisationId: string, baseUrl = services.baseUrl) =>
  greenlaneClient({ baseUrl, key: `gl_test_${organisationId}` });

describe('the client of a running platform', () => {
  test('has its types from the document that the platform serves', async () => {
    const { body } = await services.call({ method: 'GET', path: '/openapi.json' });
    // What is generated is generated from the routes; packages/testing/test/client-types.test.ts holds that.
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument(composedServices(), body.info.version))));
  });

  test('publishes and reads with typed bodies, and throws the problem document of a refusal', async () => {
    const client = clientOf('line');
    const published = await answerOf(client.POST('/v1/vessel-offers', { body: offer('TYPED-1') }));
    expect([published.status, published.pools[0]?.remaining.teu]).toEqual(['OPEN', 40]);
    const { offerId } = published;
    const params = { path: { offerId } };
    expect((await answerOf(client.GET('/v1/vessel-offers/{offerId}', { params }))).carrierOfferReference).toBe(
      'TYPED-1',
    );
    const foreign = clientOf('other-line').GET('/v1/vessel-offers/{offerId}', { params });
    await expect(answerOf(foreign)).rejects.toThrow('404 No such offer');
    const wrong = await answerOf(
      client.POST('/v1/vessel-offers', { body: { ...offer('TYPED-2'), acceptedUNNumbers: ['none'] } }),
    ).catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(ApiProblem);
    const { status, errors, problem } = wrong as ApiProblem;
    expect([status, errors.map(({ code, property }) => [code, property]), problem?.instance]).toEqual([
      400,
      [['INVALID_VALUE', 'acceptedUNNumbers[0]']],
      '/v1/vessel-offers',
    ]);
  });

  test('pages through a whole list, each item once', async () => {
    const client = clientOf('other-line');
    const references = Array.from({ length: 7 }, (_unused, index) => `PAGED-${index}`);
    for (const reference of references) await answerOf(client.POST('/v1/vessel-offers', { body: offer(reference) }));
    const found: string[] = [];
    let pages = 0;
    const everyOffer = everyItem((cursor) => {
      pages += 1;
      return client.GET('/v1/vessel-offers', { params: { query: { limit: 3, ...cursor } } });
    });
    for await (const { carrierOfferReference } of everyOffer) found.push(carrierOfferReference);
    expect([found, pages]).toEqual([references, 3]);
    const refused = everyItem((cursor) => clientOf('nobody').GET('/v1/vessel-offers', { params: { query: cursor } }));
    await expect(refused.next()).rejects.toThrow('401');
  });

  test('asks again for an answer that was lost on the way, and gets what the first request did', async () => {
    let lost = 0;
    // Between client and platform: the first answer to a write never arrives, though the platform has made the offer.
    const lossy = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = new Headers(
        Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
          typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name) ? [[name, value]] : [],
        ),
      );
      const answer = await fetch(`${services.baseUrl}${request.url}`, {
        method: request.method ?? 'GET',
        headers,
        body: Buffer.concat(chunks),
      });
      const text = await answer.text();
      if (lost === 0) {
        lost += 1;
        response.socket?.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
    });
    await new Promise<void>((resolve) => lossy.listen(0, '127.0.0.1', resolve));
    const { port } = lossy.address() as AddressInfo;
    try {
      const answered = await clientOf('line', `http://127.0.0.1:${port}`).POST('/v1/vessel-offers', {
        body: offer('LOST-1'),
      });
      // 200 would say "published before": the key of the first request answers with its own 201.
      expect([answered.response.status, answered.data?.carrierOfferReference, lost]).toEqual([201, 'LOST-1', 1]);
    } finally {
      lossy.close();
    }
  });
});
