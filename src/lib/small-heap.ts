import { setFlagsFromString } from "node:v8";

/**
 * Lets V8 collect garbage early instead of growing the heap: at 10,000 open alerts the process peaks at 180 MiB
 * instead of 300, for twice the CPU of a full read, which happens every ten minutes (0.4 s instead of 0.2). For what
 * runs for months; a command that reads a long trail would take twice as long.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--optimize-for-size");
}
