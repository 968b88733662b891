import { createServer } from "node:net";
import { UserError } from "./report-failure";

/**
 * Makes sure that a port can be listened on, before anything is started that would have to be stopped again.
 * @throws UserError that says what to do when it is busy.
 */
export async function assertPortFree(port: number, command: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new UserError(`Port ${port} is busy. Stop what uses it, or choose another one: PORT=${port + 1} ${command}`)
          : error,
      ),
    );
    probe.listen(port, () => probe.close(() => resolve()));
  });
}
