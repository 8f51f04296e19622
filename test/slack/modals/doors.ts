import { fakeDesk } from "../fake-desk.ts";
import { governed } from "../governance.ts";
import { eventually, listening } from "../workspace.ts";

export const admin = "U0ANN00001";

/** An admin before the windows of settings, people and groups. */
export async function windows() {
  const { governance, live, events } = await governed();
  const { server } = await listening(fakeDesk(), {}, governance);

  function seen(): string {
    const view = server.modal(admin);
    return view === undefined ? "" : server.plainText(view);
  }

  async function shows(text: string): Promise<void> {
    await eventually(() => seen().includes(text), `a window with "${text}", where there is: ${seen()}`);
  }

  return {
    server,
    live,
    events,
    seen,
    shows,
    async section(name: string) {
      await server.command(admin, "/sla config");
      await shows("[Change]");
      await server.pressInView(admin, "modal", { actionId: "settings.open-section", value: name });
      await shows("[Save]");
    },
    /** The list of people or groups, and in it the form of one, or of a new one. */
    async list(which: "people" | "groups") {
      const { messages } = await server.command(admin, "/sla oncall");
      const [answer] = messages;
      if (answer === undefined) throw new Error("no answer");
      await server.press(admin, answer, {
        actionId: which === "people" ? "people.open" : "oncall.open-groups",
      });
      await shows("[Add");
    },
  };
}
