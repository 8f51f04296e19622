import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A web server with one calendar; what it answers can be changed. Ends with the test. */
export async function feedServer(first: string) {
  let answer = (response: ServerResponse) => void response.end(first);
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/private-5ec2e7a1/oncall.ics`,
    asked: () => asked,
    text: (text: string) => {
      answer = (response) => void response.end(text);
    },
    status: (status: number, headers = {}) => {
      answer = (response) => void response.writeHead(status, headers).end("<html>Sign in</html>");
    },
    /** Sends bytes without an end, or nothing at all. */
    endless: () => {
      answer = (response) => {
        const more = () => {
          while (!response.destroyed && response.write("X".repeat(65_536)));
        };
        response.on("drain", more);
        more();
      };
    },
    hang: () => {
      answer = () => {};
    },
  };
}

/** A calendar of shifts: `["20260302T000000Z", "20260303T000000Z", "alice"]`. */
export function calendarText(...shifts: readonly (readonly [from: string, until: string, who: string])[]) {
  const events = shifts.flatMap(([from, until, who], index) => [
    ...["BEGIN:VEVENT", `UID:${index}`, `SUMMARY:${who}`, `DTSTART:${from}`, `DTEND:${until}`, "END:VEVENT"],
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...events, "END:VCALENDAR", ""].join("\r\n");
}
