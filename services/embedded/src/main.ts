import { runServices } from '@greenlane/runtime/run';
import { SERVICES } from './services.ts';

await runServices(SERVICES);
