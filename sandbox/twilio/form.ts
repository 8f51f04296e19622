import { RestError } from "./errors.ts";

/** The parameters of a request; an empty one counts as not given. */
export type Form = ReturnType<typeof formOf>;

/**
 * Reads the parameters of a request with their types.
 *
 * The methods throw RestError 20001 (or the given code) on a value Twilio would refuse.
 */
export function formOf(params: URLSearchParams) {
  const text = (name: string): string | undefined => params.get(name) || undefined;
  return {
    has: (name: string) => params.has(name),
    text,
    integer(name: string, min: number, max: number): number | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,9}$/.test(value) || Number(value) < min || Number(value) > max) throw invalid(name, value);
      return Number(value);
    },
    oneOf<const T extends string>(name: string, values: readonly T[]): T | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      return values.find((known) => known === value) ?? fail(invalid(name, value));
    },
    flag(name: string): boolean {
      return (this.oneOf(name, ["true", "false"]) ?? "false") === "true";
    },
    url(name: string, code: number): string | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const valid = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
      return valid ? value : fail(new RestError(code));
    },
    instant(name: string): number | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const at = Date.parse(value);
      return Number.isNaN(at) ? fail(invalid(name, value)) : at;
    },
  };
}

function invalid(name: string, value: string): RestError {
  return new RestError(20001, `Invalid parameter ${name}: ${value}`);
}

function fail(error: RestError): never {
  throw error;
}
