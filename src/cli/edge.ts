import type { RawEnvironment } from "../config/variables.ts";
import type { Clock } from "../lib/time.ts";

/** Done; it ran and failed, or a check did; wrong usage or invalid settings. */
export type ExitCode = 0 | 1 | 2;

export interface Output {
  /** Inside a command: what a terminal would obey is written out. */
  write(text: string): unknown;
  /** Text that is clean already, with colours of our own; absent: there are none. */
  writeStyled?(text: string): unknown;
  /** People look at it. */
  readonly isTerminal: boolean;
}

/** All that a command knows of the process it runs in. */
export interface Edge {
  /** The process's own variables, a `.env` file not yet read. */
  readonly env: RawEnvironment;
  readonly cwd: string;
  readonly clock: Clock;
  readonly out: Output;
  readonly err: Output;
  /** Aborted when the process is asked to end. */
  readonly stopping: AbortSignal;
  /** Who is told when the process is asked to read its settings again. */
  onReload(listener: () => void): void;
  /** Who is told of failures that nobody waited for. */
  onStray(listener: (error: unknown) => void): void;
  readonly version: string;
}
