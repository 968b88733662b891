-- AlterTable
ALTER TABLE "EmbeddingModel" ADD COLUMN     "learned" JSONB;
