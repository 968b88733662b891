import type { Prisma, PrismaClient } from "../../prisma/client/client";

/** The database outside of a transaction. */
export type Db = PrismaClient;

/** The client of one transaction; inside a transaction nothing else may be used (see ARCHITECTURE.md, "Embedded database"). */
export type Tx = Prisma.TransactionClient;
