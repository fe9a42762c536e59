//! Tables to files: Parquet and CSV twins, descriptors, card, checksums; written aside and swapped in.
