import { runServices } from '@greenlane/runtime/run';
import { vesselOffer } from './service.ts';

await runServices([vesselOffer]);
