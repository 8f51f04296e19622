import { z } from "zod";
import type { Done } from "../wire.ts";

/** Something a visitor can do, given whatever their browser sent. */
export type Action = (body: unknown) => Promise<Done>;

/** An action that checks what it is given; `act` returns what the visitor is told when it did not work. */
export function action<T>(schema: z.ZodType<T>, act: (input: T) => Promise<string | undefined>): Action {
  return async (body) => {
    const input = schema.safeParse(body);
    if (!input.success) return { ok: false, why: z.prettifyError(input.error) };
    try {
      const why = await act(input.data);
      return why === undefined ? { ok: true } : { ok: false, why };
    } catch (error) {
      // A button that was redrawn meanwhile, a call that is over: the visitor was too late.
      return { ok: false, why: error instanceof Error ? error.message : String(error) };
    }
  };
}
