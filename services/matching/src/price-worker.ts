import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@greenlane/kernel/assert';
import { type PriceInstance, solveBidPrices } from './domain/solve-bid-prices.ts';

/** Solves one instance beside the writer's event loop and ends. */
assert(parentPort, 'this file runs as a worker');
parentPort.postMessage(solveBidPrices(workerData as PriceInstance));
