// The native methods of EdgeAD.Native as nanoFramework's interpreter calls them: one template that hands arguments over, and the table.
// What each method does stands in managed/EdgeAD.Native/Interop, how in ../calls. tests/EdgeAD.Core.Tests compares order, signatures and checksum.

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>

#include <utility>

#include "../calls/calls.h"

namespace
{

// Managed arrays are handed over where they lie; a null one is an empty one. They are good until the call returns: the collector moves them afterwards.
template <typename Array> Array ArrayOf(CLR_RT_HeapBlock &argument)
{
    CLR_RT_HeapBlock_Array *array = argument.DereferenceArray();
    if (array == nullptr)
        return {nullptr, 0};
    return {reinterpret_cast<decltype(Array::at)>(array->GetFirstElement()), static_cast<uint32_t>(array->m_numOfElements)};
}

template <typename T> T Argument(CLR_RT_HeapBlock &argument)
{
    return ArrayOf<T>(argument);
}
template <> int32_t Argument(CLR_RT_HeapBlock &argument)
{
    return argument.NumericByRef().s4;
}
template <> int64_t Argument(CLR_RT_HeapBlock &argument)
{
    return argument.NumericByRef().s8;
}
template <> float Argument(CLR_RT_HeapBlock &argument)
{
    return argument.NumericByRef().r4;
}
template <> bool Argument(CLR_RT_HeapBlock &argument)
{
    return argument.NumericByRef().u1 != 0;
}

void Return(CLR_RT_StackFrame &stack, int32_t result)
{
    stack.SetResult_I4(result);
}
void Return(CLR_RT_StackFrame &stack, int64_t result)
{
    stack.SetResult_I8(result);
}
void Return(CLR_RT_StackFrame &stack, bool result)
{
    stack.SetResult_Boolean(result);
}

template <typename Result, typename... Arguments, size_t... Indexes>
HRESULT Invoke(CLR_RT_StackFrame &stack, Result (*call)(ead_device *, Arguments...), std::index_sequence<Indexes...>)
{
    if constexpr (std::is_void_v<Result>)
        call(ead_the_device(), Argument<Arguments>(stack.ArgN(Indexes))...);
    else
        Return(stack, call(ead_the_device(), Argument<Arguments>(stack.ArgN(Indexes))...));
    return S_OK;
}

template <typename Result, typename... Arguments>
HRESULT Unpack(CLR_RT_StackFrame &stack, Result (*call)(ead_device *, Arguments...))
{
    return Invoke(stack, call, std::index_sequence_for<Arguments...>());
}

template <auto Call> HRESULT Native(CLR_RT_StackFrame &stack)
{
    return Unpack(stack, Call);
}

} // namespace

// clang-format off

static const CLR_RT_MethodHandler method_lookup[] =
{
    Native<ead_engine_calls_open>,
    Native<ead_engine_calls_close>,
    Native<ead_engine_calls_get_info>,
    Native<ead_engine_calls_set_threshold>,
    Native<ead_engine_calls_set_presence_cell>,
    Native<ead_engine_calls_start>,
    Native<ead_engine_calls_exposed_at>,
    Native<ead_engine_calls_exposed_count>,
    Native<ead_engine_calls_try_get_result>,
    Native<ead_engine_calls_cancel>,
    Native<ead_engine_calls_get_cells>,
    Native<ead_engine_calls_start_self_test>,
    Native<ead_engine_calls_try_get_self_test>,
    Native<ead_engine_calls_start_snapshot>,
    Native<ead_engine_calls_try_get_snapshot>,
    Native<ead_engine_calls_read_snapshot>,
    Native<ead_engine_calls_get_statistics>,
    Native<ead_line_calls_now>,
    Native<ead_line_calls_begin>,
    Native<ead_line_calls_write>,
    Native<ead_line_calls_try_take_edge>,
    Native<ead_line_calls_lost_edges>,
    Native<ead_line_calls_encoder_count>,
    Native<ead_line_calls_set_pulse>,
    Native<ead_line_calls_clear_pulse>,
    Native<ead_line_calls_arm_watchdog>,
    Native<ead_line_calls_feed_watchdog>,
    Native<ead_line_calls_reset_cause>,
    Native<ead_line_calls_restart>,
    Native<ead_line_calls_read_port>,
    Native<ead_line_calls_write_port>,
    Native<ead_store_calls_active_slot>,
    Native<ead_store_calls_get_slot>,
    Native<ead_store_calls_begin_update>,
    Native<ead_store_calls_write_update>,
    Native<ead_store_calls_finish_update>,
    Native<ead_store_calls_update_state>,
    Native<ead_store_calls_confirm_model>,
    Native<ead_store_calls_region_bytes>,
    Native<ead_store_calls_read_region>,
    Native<ead_store_calls_write_region>,
    Native<ead_store_calls_erase_region>,
};

// The name must hold no zero and the checksum must be the first number after it: nf-interpreter's build reads this table with a regular expression.
extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_EdgeAD_Native;
const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_EdgeAD_Native =
{
    "EdgeAD.Native",
    0xEBB5BAC7,
    method_lookup,
    { 1, 0, 0, 0 }
};

// clang-format on
