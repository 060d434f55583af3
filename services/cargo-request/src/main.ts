import { runServices } from '@greenlane/runtime/run';
import { cargoRequest } from './service.ts';

await runServices([cargoRequest]);
