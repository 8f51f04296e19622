import { type DestinationStream, destination, type Logger, multistream, pino } from "pino";
import { redactor } from "./redact.ts";
import { harmlessOutput } from "./terminal.ts";
import type { Clock } from "./time.ts";

export interface LoggerOptions {
  readonly level: string;
  /** Where lines of JSON go, usually stdout. */
  readonly out: DestinationStream;
  /** Gets the JSON lines too. */
  readonly file?: string | undefined;
  /** Hidden wherever they turn up, besides all that looks like a token or a phone number. */
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, "now">;
}

// Keys whose values are nobody's business, whatever they look like.
const HIDDEN_KEYS = ["authorization", "password", "token", "apiKey", "secret", "phone"];

/**
 * Makes the operator's log.
 *
 * @throws Error when the file cannot be opened
 */
export function createLogger({ level, out, file, secrets, clock }: LoggerOptions): Logger {
  const redact = redactor(secrets);
  const streams = [out, ...(file === undefined ? [] : [fileStream(file)])];
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: HIDDEN_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[hidden]" },
      hooks: { streamWrite: (line) => harmlessOutput(redact(line)) },
    },
    // The level was already judged; each stream takes what comes.
    multistream(streams.map((stream) => ({ stream: lasting(stream), level: "trace" }))),
  );
}

/** A line that cannot be written is lost, not the program: the next one is tried, and the other streams get theirs. */
function lasting(stream: DestinationStream): DestinationStream {
  return {
    write(line) {
      try {
        stream.write(line);
      } catch {
        // There is no other place to say it.
      }
    },
  };
}

// As much waits for room on the disk; what comes then is left out.
const LONGEST_WAITING = 1024 * 1024;

// Written at once: what was logged before a crash is there. A disk that fills up later must not end the watch.
function fileStream(path: string): DestinationStream {
  try {
    // Alerts' titles and people's names are nobody else's business.
    const file = destination({
      dest: path,
      mkdir: true,
      sync: true,
      mode: 0o600,
      maxLength: LONGEST_WAITING,
    });
    file.on("error", () => {});
    return file;
  } catch (error) {
    throw new Error(`LOG_FILE ${path} cannot be written: ${codeOf(error)}. Choose another place`, {
      cause: error,
    });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
