import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Both halves of the young generation, bytes. Smaller, what lives for one page of alerts is taken for old. */
const YOUNG = 4 * 1024 * 1024;

/**
 * Trades some CPU for memory; to be called before the rest of the program is loaded. The young generation grows once,
 * to 4 MiB, and a full collection comes once the heap has grown by 20 % since the last one. (V8's own
 * `--optimize-for-size` saves 15 MiB more, and more than doubles the CPU of a storm: there it collects without a pause.)
 *
 * @param v8 its version: `11.3.244`
 */
export function keepHeapSmall(v8: string): void {
  growYoung();
  setFlagsFromString("--heap-growing-percent=20");
  // Optimising compilers take megabytes while they work: only what runs for long is worth them. Saves CPU, too.
  // V8 12 and later have other means, and say on stderr that they do not know this one.
  if (Number.parseInt(v8, 10) < 12) setFlagsFromString("--interrupt-budget=600000");
  // The parser of HTTP in undici is WebAssembly, fast enough as it is: compiling it once more takes 35 MiB meanwhile.
  setFlagsFromString("--wasm-tiering-budget=1000000000");
}

/** How large it may become is settled before the first line runs; by which factor it grows is not. */
function growYoung(): void {
  setFlagsFromString("--semi-space-growth-factor=4");
  // It grows when enough of it lives on: 5 ms.
  const living: number[][] = [];
  while (youngSize() < YOUNG && living.length < 4000) living.push(new Array(200).fill(living.length));
  setFlagsFromString("--semi-space-growth-factor=1");
}

function youngSize(): number {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return young?.space_size ?? YOUNG;
}
