import { runServices } from '@greenlane/runtime/run';
import { carbon } from './service.ts';

await runServices([carbon]);
