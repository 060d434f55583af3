import { runServices } from '@greenlane/runtime/run';
import { matching } from './service.ts';

await runServices([matching]);
