module API
  class Beside < ::API::Base
    prefix 'api/scim'
    version 'v2'

    resource :people do
      get ':id' do
      end
    end
  end
end
