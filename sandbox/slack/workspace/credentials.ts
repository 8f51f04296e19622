import { ApiFailure } from "../web-api/api-failure.ts";

/** The bot scopes of an app that was installed with all it needs. */
export const defaultScopes: readonly string[] = [
  "chat:write",
  "chat:write.public",
  "commands",
  "channels:read",
  "channels:join",
  "channels:history",
  "groups:read",
  "groups:history",
  "im:read",
  "im:write",
  "im:history",
  "users:read",
  "users:read.email",
  "usergroups:read",
  "usergroups:write",
  "reactions:write",
  "files:write",
  "team:read",
];

/** Which of the app's two tokens a method takes. */
export type TokenKind = "bot" | "app";

/** The tokens of the app and what they permit; both can change while everything runs. */
export class Credentials {
  readonly botToken: string;
  readonly appToken: string;
  /** Granted bot scopes. */
  readonly scopes: Set<string>;
  readonly #revoked = new Map<TokenKind, string>();

  constructor(tokens: { botToken: string; appToken: string; scopes: readonly string[] }) {
    this.botToken = tokens.botToken;
    this.appToken = tokens.appToken;
    this.scopes = new Set(tokens.scopes);
  }

  /** Makes a token worthless; `error` is what Slack answers to it from now on. */
  revoke(kind: TokenKind, error = "token_revoked"): void {
    this.#revoked.set(kind, error);
  }

  restore(kind: TokenKind): void {
    this.#revoked.delete(kind);
  }

  /** Which of our tokens this is. */
  kindOf(token: string | undefined): TokenKind | undefined {
    if (token === this.botToken) return "bot";
    return token === this.appToken ? "app" : undefined;
  }

  /** @throws ApiFailure not_authed, invalid_auth, not_allowed_token_type, or what `revoke` said */
  check(token: string | undefined, wanted: TokenKind): void {
    if (token === undefined || token === "") throw new ApiFailure("not_authed");
    const kind = this.kindOf(token);
    if (kind === undefined) throw new ApiFailure("invalid_auth");
    if (kind !== wanted) throw new ApiFailure("not_allowed_token_type");
    const revoked = this.#revoked.get(kind);
    if (revoked !== undefined) throw new ApiFailure(revoked);
  }

  /** @throws ApiFailure missing_scope, naming what is needed and what there is */
  require(...needed: readonly string[]): void {
    const missing = needed.filter((scope) => !this.scopes.has(scope));
    if (missing.length === 0) return;
    throw new ApiFailure("missing_scope", {
      needed: missing.join(","),
      provided: [...this.scopes].join(","),
    });
  }
}
