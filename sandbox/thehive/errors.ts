import type { Version } from "./model.ts";

/** A refusal as it goes over the wire. */
export class HiveProblem extends Error {
  readonly status: number;
  /** An object is sent as JSON, text as plain text. */
  readonly body: Readonly<Record<string, unknown>> | string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    body: Readonly<Record<string, unknown>> | string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(typeof body === "string" ? body : `${body.type}: ${body.message ?? ""}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export interface AttributeFault {
  name: string;
  type: "InvalidFormatAttributeError" | "MissingAttributeError" | "UnknownAttributeError";
  format?: string;
  acceptedInput?: readonly string[];
  field?: string;
}

export function authenticationFailure(hasReferer: boolean): HiveProblem {
  // A browser that came from a page must not pop up its password box.
  const challenge: Record<string, string> = hasReferer ? {} : { "WWW-Authenticate": 'Basic realm="thehive"' };
  return new HiveProblem(401, { type: "AuthenticationError", message: "Authentication failure" }, challenge);
}

export function forbidden(version: Version, action: string, permission: string): HiveProblem {
  const message =
    version === "3"
      ? "Insufficient rights to perform this action"
      : `Your are not authorized to ${action}, you haven't the permission ${permission}`;
  return new HiveProblem(403, { type: "AuthorizationError", message });
}

export function refusedByLicence(message: string): HiveProblem {
  return new HiveProblem(403, { type: "AuthorizationError", message });
}

export function unauthorizedAction(): HiveProblem {
  return new HiveProblem(403, { type: "AuthorizationError", message: "Unauthorized action" });
}

export function operationNotPermitted(): HiveProblem {
  return new HiveProblem(403, { type: "AuthorizationError", message: "Operation not permitted" });
}

export function notFound(version: Version, what: "Alert" | "Case" | "User", id: string): HiveProblem {
  const message = version === "3" ? `${what.toLowerCase()} ${id} not found` : `${what} not found`;
  return new HiveProblem(404, { type: "NotFoundError", message });
}

export function badRequest(message: string): HiveProblem {
  return new HiveProblem(400, { type: "BadRequest", message });
}

export function badNumber(text: string): HiveProblem {
  return new HiveProblem(400, { type: "NumberFormatException", message: `For input string: "${text}"` });
}

/** Malformed input. TheHive 3 names the table and may leave out the message. */
export function badAttributes(
  version: Version,
  faults: readonly AttributeFault[],
  table = "alert",
): HiveProblem {
  const type = "AttributeCheckingError";
  if (version === "3") return new HiveProblem(400, { tableName: table, type, errors: faults });
  return new HiveProblem(400, { type, message: `[${faults.map(describe).join(", ")}]`, errors: faults });
}

export function badQuery(
  version: Version,
  name: string,
  found: unknown,
  accepted: readonly string[],
): HiveProblem {
  return badAttributes(version, [
    {
      name,
      format: "query",
      acceptedInput: accepted,
      field: String(JSON.stringify(found)),
      type: "InvalidFormatAttributeError",
    },
  ]);
}

export function duplicateAlert(
  version: Version,
  alert: { id: string; type: string; source: string; sourceRef: string; organisation: string },
): HiveProblem {
  if (version === "3") {
    const message = `[doc][${alert.id}]: version conflict, document already exists (current version [1])`;
    return new HiveProblem(400, { type: "ConflictError", message, object: {} });
  }
  const triple = `${alert.type}:${alert.source}:${alert.sourceRef}`;
  const message = `Alert ${triple} already exist in organisation ${alert.organisation}`;
  return new HiveProblem(400, { type: "CreateError", message });
}

/** An address nobody serves. TheHive 5 hands browsers its web page instead. */
export function noSuchRoute(version: Version, method: string, path: string): HiveProblem {
  switch (version) {
    case "3":
      return clientError(method, path, "Action not found", 404);
    case "4":
      return /\/api\/v\d\//.test(path)
        ? new HiveProblem(404, { type: "NotFoundError", message: path })
        : new HiveProblem(404, { type: "NotFound", message: "" });
    case "5":
      return new HiveProblem(404, { type: "NotFoundError", message: path });
  }
}

/** A body that is not JSON. */
export function badJson(version: Version, method: string, path: string): HiveProblem {
  return version === "3" ? clientError(method, path, "Invalid Json", 400) : badRequest("Invalid Json");
}

function clientError(method: string, path: string, detail: string, status: number): HiveProblem {
  return new HiveProblem(status, `A client error occurred on ${method} ${path} : ${detail}`);
}

function describe({ type, name, format, field }: AttributeFault): string {
  switch (type) {
    case "MissingAttributeError":
      return `Missing parameter ${name}`;
    case "UnknownAttributeError":
      return `Unknown parameter ${name}`;
    case "InvalidFormatAttributeError":
      return `Invalid format for ${name}: ${field ?? ""}, expected ${format ?? "another type"}`;
  }
}
