/**
 * What went wrong with TheHive, as far as it changes what we do.
 *
 * `unauthorized`: the key is wrong, stop and tell the operator. `forbidden`: the key lacks a right.
 * `nonsense`: an answer that is not TheHive's (a proxy page, cut JSON). `unreachable`: no answer, or 5xx.
 * `refused`: TheHive said no to this very request. `not-found`: no such alert or case.
 */
export type HiveErrorCode =
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "refused"
  | "unreachable"
  | "nonsense";

/** Why TheHive cannot be read, as far as it is known. */
export type HiveTrouble = HiveErrorCode | "unknown";

/** The only error TheHive's adapter throws. Its message is fit for people and holds no secret. */
export class HiveError extends Error {
  override readonly name = "HiveError";
  readonly code: HiveErrorCode;

  constructor(code: HiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
