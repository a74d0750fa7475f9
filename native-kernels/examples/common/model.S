/* The model file, in flash, read in place. MODEL: its path, quoted. */
    .section .rodata.model, "a"
    .balign 16
    .global model_start, model_end
model_start:
    .incbin MODEL
model_end:
#ifdef __linux__
    .section .note.GNU-stack, "", %progbits
#endif
