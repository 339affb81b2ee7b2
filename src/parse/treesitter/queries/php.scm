; Definitions.
(function_definition name: (name) @name) @definition.function
(method_declaration name: (name) @name) @definition.method
(class_declaration name: (name) @name) @definition.class
(interface_declaration name: (name) @name) @definition.interface
(trait_declaration name: (name) @name) @definition.trait
(enum_declaration name: (name) @name) @definition.enum
(enum_case name: (name) @name) @definition.constant
(namespace_definition name: (namespace_name) @name body: (compound_statement) @body) @definition.namespace
(const_declaration (const_element . (name) @name (_) @value)) @definition.constant
(property_declaration (property_element (variable_name (name) @name) (property_initializer)? @value)) @definition.property
(property_promotion_parameter name: (variable_name (name) @name)) @definition.property
(function_call_expression function: [(name) @_define (qualified_name (name) @_define)] arguments: (arguments . (argument (string (string_content) @name)) . (argument) @value)
  (#eq? @_define "define")) @definition.constant
(program (expression_statement (assignment_expression left: (variable_name (name) @name) right: (_) @value) @definition.variable))

(base_clause [(name) (qualified_name)] @heritage.extends)
(class_interface_clause [(name) (qualified_name)] @heritage.implements)
(declaration_list (use_declaration [(name) (qualified_name)] @heritage.extends))
(base_clause [(name) @reference.extends (qualified_name (name) @reference.extends)])
(class_interface_clause [(name) @reference.extends (qualified_name (name) @reference.extends)])
(declaration_list (use_declaration [(name) @reference.extends (qualified_name (name) @reference.extends)]))

(attribute_list) @decorator
(attribute [(name) (qualified_name)] @decorator.name)
(attribute [(name) @reference.decorator (qualified_name (name) @reference.decorator)])

; What must not get into heads.
(comment) @comment
[(string) (encapsed_string) (heredoc) (nowdoc)] @string

; Modules.
(namespace_definition name: (namespace_name) @module)
(namespace_definition name: (namespace_name) @ignore)
(namespace_use_declaration) @import
[(require_expression) (require_once_expression) (include_expression) (include_once_expression)] @import

; Variables are local to their function or script; what stands behind `$` is no use of a definition.
[(anonymous_function_creation_expression) (arrow_function)] @scope
(scoped_property_access_expression name: (variable_name (name) @reference))

(named_label_statement (name) @ignore)
(goto_statement (name) @ignore)
(argument name: (name) @ignore)
(use_list) @ignore

; More ways through the code.
[(if_statement) (else_if_clause) (for_statement) (foreach_statement) (while_statement) (do_statement) (case_statement)
 (match_conditional_expression) (catch_clause) (conditional_expression)] @branch
(binary_expression operator: ["&&" "||" "??" "and" "or" "xor"]) @branch

; Uses.
(function_call_expression function: [(name) @reference.call (qualified_name (name) @reference.call)])
(member_call_expression name: (name) @reference.call)
(nullsafe_member_call_expression name: (name) @reference.call)
(scoped_call_expression name: (name) @reference.call)
(object_creation_expression [(name) @reference.new (qualified_name (name) @reference.new)])
(assignment_expression left: [(member_access_expression name: (name) @reference.write)
  (scoped_property_access_expression name: (variable_name (name) @reference.write))])
(augmented_assignment_expression left: [(member_access_expression name: (name) @reference.write)
  (scoped_property_access_expression name: (variable_name (name) @reference.write))])
(named_type [(name) @reference.type (qualified_name (name) @reference.type)])
(variable_name (name) @reference.none)
(namespace_name_as_prefix (namespace_name (name) @reference.none))
(name) @reference
