export { ReaderFrame as default } from "../_components/reader-frame";
