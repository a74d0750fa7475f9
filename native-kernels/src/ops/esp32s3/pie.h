/*
 * The vector instructions (PIE) of the ESP32-S3 that the operators of this folder use, for two executors: the processor itself, where an
 * instruction is a line of inline assembly (pie_xtensa.h), and a C model of it anywhere else (pie_model.h). Operators are written once, as
 * programs:
 *
 *     EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in)), EAD_PIE_IN(count), EAD_PIE_VLD_128_IP(0, in, 16) ...)
 *
 * Address registers are the C variables that a program names; vector registers are numbers, constants at every use. QACC, ACCX and the
 * vector registers keep their contents from one program to the next of the same function: the compiler does not know them.
 *
 * EAD_PIE_LOOP is the zero-overhead loop of the processor and cannot be nested. It is the reason for programs: a compiler makes none around
 * inline assembly. EAD_PIE_REPEAT is an ordinary loop, two instructions a turn, around bodies of more than 256 bytes or with a loop inside.
 *
 * What an instruction does is stated at its model, from chapter 1.8 of the ESP32-S3 Technical Reference Manual (version 1.8), whose names
 * for operands are used: qu is loaded, qv stored, qx and qy are read, qa is written, as is an address. Instructions that also load read
 * qx and qy first, so that qu may be one of them.
 *
 * Left out on purpose, because emulators are known to get them wrong: EE.VADDS.S8 at -128, EE.VMULAS.U8.QACC, EE.CMUL, dynamic shifts
 * across registers. Not used where it matters, because the manual and an emulator differ: a lane of QACC or ACCX that saturates at its
 * smallest value (the model check excludes it: docs/esp32s3.md).
 */
#ifndef EAD_PIE_H
#define EAD_PIE_H

#include <stdint.h>
#include <string.h>

enum { EAD_PIE_LANES = 16 };

#if defined(__XTENSA__) && !defined(EAD_PIE_MODEL)
#include "pie_xtensa.h"
#else
#include "pie_model.h"
#endif

#endif
